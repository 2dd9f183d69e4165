"""Every kind of page, with the plans that the walk left behind."""

PAGES = [
    "/", "/plans", "/plans/1", "/plans/1/source", "/plans/2/review", "/plans/2/review/form?form=edit&task=1",
    "/plans/2/review/form?form=add", "/ledger", "/ledger?plan=1&col=section&col=state&col=coOwners&col=due&col=updated",
    "/ledger/offices", "/ledger/sections", "/tasks/1", "/plans/2/differences", "/plans/import", "/plans/1/import",
    "/search?q=学位", "/offices", "/offices/1", "/schools", "/areas", "/import/schools", "/accounts", "/accounts/1",
    "/audit", "/inbox", "/follow-ups", "/follow-ups?state=all", "/saved-views", "/rules/lights", "/plans/1/issue", "/plans/1/papers",
    "/tasks/1/moves?form=report", "/tasks/1/moves?form=orderFollowUp", "/help", "/password", "/nothing-here",
    "/programmes", "/programmes/1", "/indicators/1", "/programmes/compare", "/projects", "/project-lists/1", "/projects/1",
    "/project-lists/1/wall", "/project-lists/1/meetings", "/project-lists/1/statements", "/public/projects", "/comparison?old=1&new=2",
    "/research", "/research/topics/new", "/research/topics/1", "/research/duties", "/research/duties/new",
    "/research/duties/1", "/research/duties/import", "/research/visits", "/research/visits/new", "/research/visits/1",
    "/research/problems", "/research/problems/1", "/research/summary",
    "/data/import", "/data/import/school", "/data/collections", "/data/collections/new",
    "/data/collections/new?register=school_condition", "/data/collections/1", "/data/collections/1/3",
    "/data/collections/burden",
    "/data/quality", "/data/quality/worklist", "/data/quality/checks", "/data/quality/checks?hit=1&sort=found",
    "/data/quality/checks/organisation_name_twice", "/data/quality/duplicates?register=student", "/data/interface",
    "/data", "/data/dictionary", "/data/dictionary?part=codes", "/data/dictionary?part=checks",
    "/data/dictionary/registers/student", "/data/dictionary/codes/grade", "/data/registers/organisation",
    "/data/registers/organisation/new", "/data/registers/student?f.sex=1&asof=2026-01-31", "/data/registers/student/new",
    "/cockpit", "/cockpit?screen=1", "/board", "/timeline", "/calendar",
]

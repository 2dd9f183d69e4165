extension RegionProfile {
    /// 东城区, by its plans of 2021. Numbers of pupils and schools are assumed: the plans publish none.
    static let dongcheng = RegionProfile(
        name: "dongcheng", title: "东城区（演示）", division: "110101", areas: 8,
        schools: [
            SchoolGroup(kind: "111", stages: [.kindergarten], count: 56, ending: "幼儿园"),
            SchoolGroup(kind: "111", stages: [.kindergarten], count: 34, isPublic: false, inclusive: 22, ending: "幼儿园"),
            SchoolGroup(kind: "211", stages: [.primary], count: 58, ending: "小学"),
            SchoolGroup(kind: "312", stages: [.primary, .junior], count: 6, ending: "学校"),
            SchoolGroup(kind: "311", stages: [.junior], count: 8, ending: "初级中学"),
            SchoolGroup(kind: "341", stages: [.junior, .senior], count: 26, ending: "中学"),
        ],
        pools: [
            Pool(stage: .kindergarten, isPublic: true, grades: [4_300, 4_200, 4_100], size: 21),
            Pool(stage: .kindergarten, isPublic: false, grades: [2_300, 2_250, 2_200], size: 20),
            Pool(stage: .primary, grades: [12_400, 12_100, 11_600, 11_000, 10_500, 10_000], size: 37),
            Pool(stage: .junior, grades: [7_800, 7_300, 6_900], size: 36),
            Pool(stage: .senior, grades: [5_100, 4_900, 4_700], size: 36),
        ],
        groups: [("2", 7), ("3", 45), ("4", 13), ("6", 8)],
        ranks: [("1", 6), ("2", 53), ("3", 70), ("4", 1)], modelKindergartens: 30, modelSeniors: 12,
        middle: (116.41, 39.93), migrants: 22,
        figures: [
            Figure(code: "001-008", title: "学区工作委员会", value: 8, measure: .areas),
            Figure(code: "001-005", title: "教育集团", value: 7, measure: .groups("2")),
            Figure(code: "001-002", title: "深度联盟", value: 45, measure: .groups("3")),
            Figure(code: "001-003", title: "九年一贯制学校（项目）", value: 13, measure: .groups("4")),
            Figure(code: "001-004", title: "优质教育资源带", value: 8, measure: .groups("6")),
            Figure(code: "001-018", title: "特级校长", value: 6, measure: .heads("1")),
            Figure(code: "001-019", title: "高级校长", value: 53, measure: .heads("2")),
            Figure(code: "001-020", title: "中级校长", value: 70, measure: .heads("3")),
            Figure(code: "001-021", title: "初级校长", value: 1, measure: .heads("4")),
        ])

    /// 海淀区, by its summary of 2020. The grades without a published figure are interpolated.
    static let haidian = RegionProfile(
        name: "haidian", title: "海淀区（演示）", division: "110108", areas: 17,
        schools: [
            SchoolGroup(kind: "111", stages: [.kindergarten], count: 110, ending: "幼儿园"),
            SchoolGroup(
                kind: "111", stages: [.kindergarten], count: 222, isPublic: false, inclusive: 63, ending: "幼儿园"),
            SchoolGroup(kind: "211", stages: [.primary], count: 104, ending: "小学"),
            SchoolGroup(kind: "312", stages: [.primary, .junior], count: 22, ending: "学校"),
            SchoolGroup(kind: "345", stages: [.primary, .junior, .senior], count: 10, isPublic: false, ending: "实验学校"),
            SchoolGroup(kind: "311", stages: [.junior], count: 12, ending: "初级中学"),
            SchoolGroup(kind: "341", stages: [.junior, .senior], count: 38, ending: "中学"),
        ],
        pools: [
            Pool(stage: .kindergarten, isPublic: true, grades: [9_400, 9_200, 9_000], size: 21),
            Pool(stage: .kindergarten, isPublic: false, grades: [15_000, 14_600, 14_539], size: 20),
            Pool(stage: .primary, grades: [34_204, 33_100, 31_000, 29_400, 27_900, 26_600], size: 38),
            Pool(stage: .junior, grades: [25_188, 21_300, 17_526], size: 38),
            Pool(stage: .senior, grades: [14_100, 13_200, 12_205], size: 40),
        ],
        people: 400_000, groups: [("2", 12), ("3", 10)], poolPosts: 180, modelKindergartens: 60, modelSeniors: 18,
        spending: 13_842_000_000, middle: (116.29, 39.97), migrants: 30,
        figures: [
            Figure(code: "003-001", title: "师生员工", value: 400_000, measure: .people),
            Figure(code: "003-028", title: "小学入学人数", value: 34_204, measure: .grade(.primary, 1)),
            Figure(code: "003-029", title: "初中入学人数", value: 25_188, measure: .grade(.junior, 1)),
            Figure(code: "003-034", title: "初三（中考）人数", value: 17_526, measure: .grade(.junior, 3)),
            Figure(code: "003-035", title: "高三（高考）人数", value: 12_205, measure: .grade(.senior, 3)),
            Figure(code: "003-036", title: "学前三年毛入园率（%）", value: 91, measure: .grossEnrolment),
            Figure(code: "003-038", title: "普惠性幼儿园", value: 173, measure: .inclusiveKindergartens),
            Figure(code: "003-085", title: "幼儿园", value: 332, measure: .kindergartens),
            Figure(code: "003-086", title: "周转编制", value: 180, measure: .poolPosts),
            Figure(code: "003-105", title: "教育经费（元）", value: 13_842_000_000, measure: .spending),
            Figure(code: "003-110", title: "学区", value: 17, measure: .areas),
        ])

    /// 承德市, by its summary of 2020. Compulsory grades are assumed so that all people come to the published total.
    static let chengde = RegionProfile(
        name: "chengde", title: "承德市（演示）", division: "130800",
        districts: [
            ("130802", "双桥区"), ("130803", "双滦区"), ("130804", "鹰手营子矿区"), ("130821", "承德县"),
            ("130822", "兴隆县"), ("130824", "滦平县"), ("130825", "隆化县"), ("130826", "丰宁满族自治县"),
            ("130827", "宽城满族自治县"), ("130828", "围场满族蒙古族自治县"), ("130881", "平泉市"),
        ], areas: 3,
        schools: [
            SchoolGroup(kind: "111", stages: [.kindergarten], count: 330, ending: "幼儿园"),
            SchoolGroup(
                kind: "111", stages: [.kindergarten], count: 220, isPublic: false, inclusive: 130, ending: "幼儿园"),
            SchoolGroup(kind: "211", stages: [.primary], count: 270, ending: "小学"),
            SchoolGroup(kind: "312", stages: [.primary, .junior], count: 40, ending: "学校"),
            SchoolGroup(kind: "311", stages: [.junior], count: 84, ending: "初级中学"),
            SchoolGroup(kind: "342", stages: [.senior], count: 20, ending: "高级中学"),
            SchoolGroup(kind: "365", stages: [.vocational], count: 16, ending: "职业中学"),
        ],
        pools: [
            Pool(stage: .kindergarten, isPublic: true, grades: [17_034, 17_033, 17_033], size: 20),
            Pool(stage: .kindergarten, isPublic: false, grades: [11_356, 11_356, 11_355], size: 20),
            Pool(stage: .primary, grades: [48_400, 49_200, 50_000, 50_400, 50_800, 51_200], size: 42),
            Pool(stage: .junior, grades: [44_100, 43_200, 42_300], size: 46),
            Pool(stage: .senior, grades: [29_000, 28_400, 27_700], size: 48),
            Pool(stage: .vocational, grades: [13_000, 12_700, 12_300], size: 40),
        ],
        people: 700_000, parties: 841, modelKindergartens: 103, modelSeniors: 15, middle: (117.94, 40.98), migrants: 8,
        figures: [
            Figure(code: "004-019", title: "师生", value: 700_000, measure: .people),
            Figure(code: "004-010", title: "学校党组织", value: 841, measure: .parties),
            Figure(code: "004-011", title: "县市区", value: 11, measure: .districts),
            Figure(code: "004-037", title: "公办幼儿园在园幼儿", value: 51_100, measure: .publicPupils(.kindergarten)),
            Figure(code: "004-039", title: "省市级示范园", value: 103, measure: .modelKindergartens),
            Figure(code: "004-040", title: "学前三年毛入园率（%）", value: 91, measure: .grossEnrolment),
            Figure(code: "004-046", title: "省级示范性高中", value: 15, measure: .modelSeniors),
            Figure(code: "004-048", title: "中职在校生", value: 38_000, measure: .pupils(.vocational)),
        ])
}

"""A plan document of a fictional district, as an office would write it in Word."""

from docx import Document

SECTIONS = [
    ("一、推进学前教育普及普惠", [
        ("1. 扩大普惠性学前教育资源", "新增公办幼儿园3所，新增学位900个，普惠性幼儿园覆盖率达到92%以上。",
         "8月底前完成3所幼儿园建设。制定《云岚区普惠性民办园管理办法》。", "学前教育科、规划财务科", "基建科"),
        ("2. 规范幼儿园保教行为", "开展保教质量评估40所。", "组织专项督导2次。每季度通报一次。", "督导室", ""),
    ]),
    ("二、促进义务教育优质均衡", [
        ("3. 优化中小学布局", "新建学校2所，新增学位2400个。", "6月底前完成选址。9月底前开工建设。", "规划财务科", "基建科"),
        ("4. 深化课后服务", "课后服务覆盖率达到100%。", "修订《云岚区课后服务指南》。评选优秀案例30个。", "基础教育科", "教研室"),
        ("5. 控制学生近视", "全区儿童青少年近视率不高于46%。", "春秋两季各开展视力筛查1次。", "体卫艺科", "基础教育科"),
    ]),
    ("三、建设高素质教师队伍", [
        ("6. 补充中小学教师", "公开招聘教师120名。", "9月底前完成招聘。", "人事科", "规划财务科"),
        ("7. 推进校长教师交流轮岗", "交流轮岗教师不少于260人。", "秋季学期开学前到岗。", "人事科", ""),
    ]),
    ("四、守住校园安全底线", [
        ("8. 排查校园安全隐患", "隐患整改率达到100%。", "每月开展一次排查。12月底前完成消防改造15所。", "安全科", ""),
    ]),
]


def write(path, change=lambda task: task):
    document = Document()
    document.add_heading("云岚区教育局2026年工作要点", level=0)
    document.add_paragraph("2026年是“十五五”规划的开局之年。全区教育工作围绕办好人民满意的教育，抓好以下任务。")
    for heading, tasks in SECTIONS:
        document.add_heading(heading, level=1)
        for task in tasks:
            task = change(task)
            if task is None:
                continue
            title, goal, measures, lead, other = task
            document.add_heading(title, level=2)
            document.add_paragraph(f"目标任务：{goal}")
            document.add_paragraph(f"工作措施：{measures}")
            document.add_paragraph(f"责任科室：{lead}")
            if other:
                document.add_paragraph(f"配合科室：{other}")
    document.save(path)

/// Made-up names of people and schools: common surnames, usual characters of given names, streets that do not exist.
enum RegionNames {
    private static let surnames = Array(
        "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
            + "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
    ).map(String.init)
    private static let boys = Array("伟浩宇轩博文俊杰铭泽睿晨辰子昊天明志强宏建国华涛鹏飞翔远航凯瑞嘉永康安平立新诚毅").map(String.init)
    private static let girls = Array("雨欣怡涵婷雅静佳梦琪思瑶诗晴若芸丽娜慧敏洁颖萱玥梓彤可馨语嫣然宁婉清悦心妍霞芳兰秀英").map(String.init)
    private static let syllables = Array("云霁沐澄黛岚溪榆槿桐枫柏樟梧棠荷芷蘅芮茗砚墨瑾珏璟珩琅玥昱晖曦旸旻晟朔朗清泠汀泓").map(String.init)
    private static let places = Array("麓湾浦汀岗坪原泉桥渡里坊巷台亭园林岭溪港").map(String.init)

    /// Different given names for different numbers below 1,400, for each sex.
    static func person(_ number: Int, isMale: Bool, surname: Int) -> String {
        let characters = isMale ? boys : girls
        let count = characters.count
        let given = (number &* 617) % (count * count)
        return surnames[Self.common(surname)] + characters[given / count] + characters[given % count]
    }

    /// The first surnames come up most often.
    private static func common(_ random: Int) -> Int {
        let first = random % surnames.count, second = random / surnames.count % surnames.count
        return min(first, second)
    }

    /// A school's name: different for numbers below 19,000.
    static func school(_ number: Int, ending: String) -> String {
        let count = syllables.count
        let place = places[number / count % places.count]
        let round = number / (count * places.count)
        let first = syllables[number % count]
        return first + syllables[(number * 7 + 3 + round) % count] + place + ending
    }

    /// A street of a made-up name.
    static func street(_ number: Int) -> String {
        syllables[number % syllables.count] + places[number / syllables.count % places.count] + "街"
    }
}

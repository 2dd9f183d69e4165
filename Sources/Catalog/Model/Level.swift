/// A level of the organisation tree 组织机构.
public enum Level: String, CaseIterable, Hashable, Sendable {
    case city, district, area, group, school, campus, office
}

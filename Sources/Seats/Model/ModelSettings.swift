/// The constants of the forecast. They were set once, before the back-tests that the documentation reports; everything
/// else is estimated from the history at hand.
enum ModelSettings {
    /// How much of a year's weight the year before has in a progression ratio.
    static let ratioMemory = 0.9
    /// The same in the short and in the long level of a grade.
    static let shortMemory = 0.6
    static let longMemory = 0.9
    /// The same of a transition when the coefficients are estimated.
    static let trainingMemory = 0.85
    /// The same in the number of entrants per child born.
    static let birthMemory = 0.85
    /// What is left a year later of the coefficients that would let growth run on.
    static let damping = 0.7
    /// Pupils of the district's ratio that are mixed into a unit's own where the history is too short to tell.
    static let ratioPrior = 150.0
    /// A grade feeds the next one when it has at least this share of its pupils.
    static let feederShare = 0.3
    /// A feeder that carried at least this share of the next grade …
    static let carriedShare = 0.5
    /// … and has fewer than this share of its pupils left is being closed.
    static let collapsedShare = 0.5
    /// What is left of a grade whose feeder is gone: a few who repeat.
    static let remainder = 0.03
    /// Residuals up to this size (in logarithms) count by their square, larger ones by their size.
    static let huber = 0.08
    /// How strongly the coefficients of all grades, and of one, hold to those before them.
    static let pooledRidge = 30.0
    static let gradeRidge = 100.0
    /// The same of pupils whose grades are not told apart, of whom there is little to learn from.
    static let ungradedRidge = 300.0
    /// The middle size of a miss (in logarithms) for which these are meant; in a quieter history they count less.
    static let usualSpread = 0.05
    /// A grade at which this share of the units ends is the end of a stage.
    static let stageEnd = 0.4
    /// A unit more than this (in logarithms) above or below the middle one is of another kind and has no peers.
    static let peerReach = 0.7
    /// The share that the model has in a forecast before anything is known of its and the simple methods' errors.
    static let modelShare = 0.85
    /// How strongly the methods' errors so far decide their shares.
    static let shareExponent = 8.0
    /// Forecasts until these errors count half.
    static let shareTrust = 3.0
    /// Errors (in logarithms) above this one count as this one there.
    static let shareCap = 0.5
    /// Cells that were forecast before until what they teach of the intervals' width counts half.
    static let intervalTrust = 40.0
}

/// What decides how a grade goes on.
enum GradeKind: Int {
    /// Its pupils come up from the grade below in the same unit.
    case fed
    /// They come from outside.
    case entry
    /// They came from the grade below, which is being closed.
    case closing
}

/// The place of each term in the features of a grade.
enum Term {
    static let constant = 0
    /// The cohort below, moved up by its progression ratio, against the grade's pupils now.
    static let cohort = 1
    /// The short level of the grade against its pupils now.
    static let shortLevel = 2
    /// What the grade gained last year.
    static let gain = 3
    /// What the unit's continuing grades gained last year.
    static let unitGain = 4
    /// What births, or the children in the grade below, let the district's entrants gain.
    static let entrants = 5
    /// The long level of the grade against its pupils now.
    static let longLevel = 6
    /// The middle unit's pupils against the unit's, of pupils whose grades are not told apart.
    static let peers = 7
    static let count = 8

    /// Coefficients before any data: mostly the cohort where there is one, the level where not.
    static let prior: [[Double]] = [
        [0, 0.75, 0.3, 0, 0, 0, 0.1, 0],
        [0, 0, 0.3, 0, 0, 0.8, 0.4, 0],
    ]

    /// The same of pupils whose grades are not told apart: they stay as they are, and go on a little as they went, and
    /// large units become smaller and small ones larger.
    static let ungradedPrior: [Double] = [0, 0, 0, 0.03, 0.03, 0.8, 0.02, 0.027]
}

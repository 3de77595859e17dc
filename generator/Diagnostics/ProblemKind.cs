namespace NetGen.Generator.Diagnostics;

/// <summary>
/// Everything that can be wrong with a network, whoever finds it. A kind's number is its diagnostic's: <c>NETGEN001</c> is
/// <see cref="NotPartial"/>. The texts are in <see cref="Descriptors"/>, by group.
/// </summary>
internal enum ProblemKind
{
    // The class: ClassDescriptors
    NotPartial = 1,
    ContainerNotPartial = 2,
    UnsuitableClass = 3,
    UnsuitableBase = 4,
    PrimaryConstructor = 5,
    MemberCollision = 6,
    FileNameCollision = 7,
    HiddenName = 110,

    // The attributes: DeclarationDescriptors
    NoInput = 20,
    NoLayers = 21,
    EmptyInput = 22,
    LayersOnSeveralDeclarations = 23,
    UnknownLayer = 24,
    InvalidSize = 25,
    UndefinedMember = 26,
    InvalidName = 27,
    DuplicateName = 28,
    InvalidNumber = 29,

    // The shapes: ShapeDescriptors
    ImpossibleShape = 40,
    TooLarge = 41,

    // Differentiable functions: FunctionDescriptors
    UnsuitableFunction = 60,
    FunctionClassNotPartial = 61,
    UnsuitableFunctionClass = 62,
    FunctionMemberCollision = 63,
    FunctionFileCollision = 64,
    InvalidOrder = 65,
    UnsuitableLoss = 66,
    InvalidCheckpointInterval = 104,

    // Their bodies: FunctionBodyDescriptors
    UnknownFunction = 70,
    DependsOnParameter = 72,
    FunctionTooLarge = 74,
    WritesParameter = 170,

    // Functions as activations: ActivationMethodDescriptors
    UnknownActivationMethod = 76,
    UnsuitableActivationMethod = 77,
    TwoActivations = 78,

    // Forward methods: BodyDescriptors
    UnsuitableElementFunction = 79,
    StackAndBody = 80,
    SeveralForwards = 81,
    NoForward = 82,
    UnsuitableForward = 83,
    NoShape = 84,
    UnsuitableMember = 85,
    MismatchedShapes = 90,
    UnusedLayer = 93,
    NothingDepends = 94,
    UnsuitableNested = 95,
    RandomPrediction = 96,
    UnsuitableObjective = 97,
    SeveralObjectives = 98,

    BatchPrediction = 145,
    NoState = 210,
    UnsuitableStep = 215,

    // All that is read at compile time: ProgramDescriptors. Numbers 67, 68, 69, 71, 73 and 75 said the same of functions alone.
    UnsupportedConstruct = 86,
    UnknownMethod = 87,
    NotConstant = 88,
    Recursion = 89,
    ImpossibleConstant = 91,
    EndlessLoop = 92,
    UnknownValue = 107,

    // Advice: AdviceDescriptors
    NoEffect = 101,
    CheckpointsWithoutEffect = 105,

    // What the compiler has no room for: LimitDescriptors
    EvaluationLimit = 120,
    NestingLimit = 121,

    // Numbers 130 to 139 belong to the groups that they are named after
    UnseededConstructor = 130,
    MissingNetwork = 131,
    ImageIntoDense = 132,
    LanguageTooOld = 133,

    /// <summary>The project chooses a form of the code that does not exist: what it says.</summary>
    UnknownCode = 190,

    /// <summary>The project chooses vectors that there are none of: what it says.</summary>
    UnknownVectorWidth = 180,
    NoSingle = 134,

    // Whole numbers and sequences of them: SequenceDescriptors
    NoIndices = 200,
    NoSteps = 201,
    UnsuitableLengths = 202,
    NoLengths = 203,

    // The generator itself: InternalDescriptors
    InternalError = 999,
}

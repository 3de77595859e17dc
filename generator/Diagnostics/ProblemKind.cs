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

    // The shapes: ShapeDescriptors
    ImpossibleShape = 40,
    TooLarge = 41,

    // Forward methods: BodyDescriptors
    StackAndBody = 80,
    SeveralForwards = 81,
    NoForward = 82,
    UnsuitableForward = 83,
    NoShape = 84,
    UnsuitableMember = 85,
    UnsupportedConstruct = 86,
    UnknownMethod = 87,
    NotConstant = 88,
    Recursion = 89,
    MismatchedShapes = 90,
    ImpossibleConstant = 91,
    EndlessLoop = 92,
    UnusedLayer = 93,
    NothingDepends = 94,
    UnsuitableNested = 95,

    // Advice: AdviceDescriptors
    NoEffect = 101,

    // The generator itself: InternalDescriptors
    InternalError = 999,
}

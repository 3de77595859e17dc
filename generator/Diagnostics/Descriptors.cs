using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Diagnostics;

/// <summary>Which diagnostic a problem is reported as. The texts are written down by group.</summary>
internal static class Descriptors
{
    /// <summary>The diagnostic of a problem.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The problem has none.</exception>
    public static DiagnosticDescriptor Of(ProblemKind kind) => kind switch
    {
        ProblemKind.NotPartial => ClassDescriptors.NotPartial,
        ProblemKind.ContainerNotPartial => ClassDescriptors.ContainerNotPartial,
        ProblemKind.UnsuitableClass => ClassDescriptors.UnsuitableClass,
        ProblemKind.UnsuitableBase => ClassDescriptors.UnsuitableBase,
        ProblemKind.PrimaryConstructor => ClassDescriptors.PrimaryConstructor,
        ProblemKind.MemberCollision => ClassDescriptors.MemberCollision,
        ProblemKind.FileNameCollision => ClassDescriptors.FileNameCollision,
        ProblemKind.HiddenName => ClassDescriptors.HiddenName,
        ProblemKind.UnseededConstructor => ClassDescriptors.UnseededConstructor,
        ProblemKind.MissingNetwork => ClassDescriptors.MissingNetwork,
        ProblemKind.LanguageTooOld => ClassDescriptors.LanguageTooOld,
        ProblemKind.UnknownCode => ProjectDescriptors.UnknownCode,
        ProblemKind.UnknownVectorWidth => ProjectDescriptors.UnknownVectorWidth,

        ProblemKind.NoInput => DeclarationDescriptors.NoInput,
        ProblemKind.NoLayers => DeclarationDescriptors.NoLayers,
        ProblemKind.EmptyInput => DeclarationDescriptors.EmptyInput,
        ProblemKind.LayersOnSeveralDeclarations => DeclarationDescriptors.LayersOnSeveralDeclarations,
        ProblemKind.UnknownLayer => DeclarationDescriptors.UnknownLayer,
        ProblemKind.InvalidSize => DeclarationDescriptors.InvalidSize,
        ProblemKind.UndefinedMember => DeclarationDescriptors.UndefinedMember,
        ProblemKind.InvalidName => DeclarationDescriptors.InvalidName,
        ProblemKind.DuplicateName => DeclarationDescriptors.DuplicateName,
        ProblemKind.InvalidNumber => DeclarationDescriptors.InvalidNumber,

        ProblemKind.ImpossibleShape => ShapeDescriptors.ImpossibleShape,
        ProblemKind.TooLarge => ShapeDescriptors.TooLarge,

        ProblemKind.UnsuitableFunction => FunctionDescriptors.UnsuitableFunction,
        ProblemKind.FunctionClassNotPartial => FunctionDescriptors.FunctionClassNotPartial,
        ProblemKind.UnsuitableFunctionClass => FunctionDescriptors.UnsuitableFunctionClass,
        ProblemKind.FunctionMemberCollision => FunctionDescriptors.FunctionMemberCollision,
        ProblemKind.FunctionFileCollision => FunctionDescriptors.FunctionFileCollision,
        ProblemKind.InvalidOrder => FunctionDescriptors.InvalidOrder,
        ProblemKind.InvalidCheckpointInterval => FunctionDescriptors.InvalidCheckpointInterval,
        ProblemKind.UnsuitableLoss => FunctionDescriptors.UnsuitableLoss,

        ProblemKind.UnknownFunction => FunctionBodyDescriptors.UnknownFunction,
        ProblemKind.DependsOnParameter => FunctionBodyDescriptors.DependsOnParameter,
        ProblemKind.WritesParameter => FunctionBodyDescriptors.WritesParameter,
        ProblemKind.FunctionTooLarge => FunctionBodyDescriptors.FunctionTooLarge,
        ProblemKind.NoSingle => FunctionBodyDescriptors.NoSingle,

        ProblemKind.UnknownActivationMethod => ActivationMethodDescriptors.UnknownActivationMethod,
        ProblemKind.UnsuitableActivationMethod => ActivationMethodDescriptors.UnsuitableActivationMethod,
        ProblemKind.TwoActivations => ActivationMethodDescriptors.TwoActivations,
        ProblemKind.StackAndBody => BodyDescriptors.StackAndBody,
        ProblemKind.SeveralForwards => BodyDescriptors.SeveralForwards,
        ProblemKind.NoForward => BodyDescriptors.NoForward,
        ProblemKind.UnsuitableForward => BodyDescriptors.UnsuitableForward,
        ProblemKind.NoState => RecurrenceDescriptors.NoState,
        ProblemKind.UnsuitableStep => RecurrenceDescriptors.UnsuitableStep,
        ProblemKind.NoShape => BodyDescriptors.NoShape,
        ProblemKind.UnsuitableMember => BodyDescriptors.UnsuitableMember,
        ProblemKind.MismatchedShapes => BodyDescriptors.MismatchedShapes,
        ProblemKind.UnusedLayer => BodyDescriptors.UnusedLayer,
        ProblemKind.NothingDepends => BodyDescriptors.NothingDepends,
        ProblemKind.UnsuitableNested => BodyDescriptors.UnsuitableNested,
        ProblemKind.UnsuitableElementFunction => BodyDescriptors.UnsuitableElementFunction,
        ProblemKind.RandomPrediction => BodyDescriptors.RandomPrediction,
        ProblemKind.BatchPrediction => BodyDescriptors.BatchPrediction,
        ProblemKind.UnsuitableObjective => BodyDescriptors.UnsuitableObjective,
        ProblemKind.SeveralObjectives => BodyDescriptors.SeveralObjectives,

        ProblemKind.UnsupportedConstruct => ProgramDescriptors.UnsupportedConstruct,
        ProblemKind.UnknownMethod => ProgramDescriptors.UnknownMethod,
        ProblemKind.NotConstant => ProgramDescriptors.NotConstant,
        ProblemKind.Recursion => ProgramDescriptors.Recursion,
        ProblemKind.ImpossibleConstant => ProgramDescriptors.ImpossibleConstant,
        ProblemKind.EndlessLoop => ProgramDescriptors.EndlessLoop,
        ProblemKind.UnknownValue => ProgramDescriptors.UnknownValue,

        ProblemKind.NoEffect => AdviceDescriptors.NoEffect,
        ProblemKind.CheckpointsWithoutEffect => AdviceDescriptors.CheckpointsWithoutEffect,
        ProblemKind.ImageIntoDense => AdviceDescriptors.ImageIntoDense,

        ProblemKind.EvaluationLimit => LimitDescriptors.EvaluationLimit,
        ProblemKind.NestingLimit => LimitDescriptors.NestingLimit,

        ProblemKind.NoSteps => SequenceDescriptors.NoSteps,
        ProblemKind.UnsuitableLengths => SequenceDescriptors.UnsuitableLengths,
        ProblemKind.NoLengths => SequenceDescriptors.NoLengths,
        ProblemKind.NoIndices => SequenceDescriptors.NoIndices,

        ProblemKind.InternalError => InternalDescriptors.InternalError,

        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "This problem has no diagnostic."),
    };

    /// <summary>Whether a network with such a problem cannot be generated.</summary>
    public static bool IsError(ProblemKind kind) => Of(kind).DefaultSeverity == DiagnosticSeverity.Error;
}

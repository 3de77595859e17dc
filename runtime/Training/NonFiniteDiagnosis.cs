using System.Globalization;

namespace NetGen;

/// <summary>Finds where the first value that is not finite came from: the data, a layer's parameters, its outputs or its gradients.</summary>
internal static class NonFiniteDiagnosis
{
    /// <summary>What made the loss of the last forward pass infinite or not a number, and the layer if it was one.</summary>
    public static (string? Layer, string Cause) OfLoss(INetwork network, TrainingStep step, IBatchReader batch)
    {
        if (InData(network, step, batch) is { } inData)
            return (null, inData);

        var description = network.Description;
        foreach (var layer in description.Layers)
        {
            foreach (var parameter in description.Parameters)
            {
                if (parameter.Layer == layer.Name && InTensor(network.Parameters, parameter) is { } place)
                    return (layer.Name, $"layer '{layer.Name}' is the first that is not finite: '{parameter.Name}' has {place}");
            }

            if (layer.Activations is { } slot && InSlot(step, slot) is { } output)
                return (layer.Name, $"layer '{layer.Name}' is the first that is not finite: its output {output}, from finite parameters");
        }

        var last = description.Layers.Count > 0 ? description.Layers[^1].Name : null;
        for (var i = 0; i < description.Outputs.Count; i++)
        {
            var output = step.Output(i);
            if (FlatVector.FirstNonFinite(output) is not (>= 0 and var place))
                continue;
            var found = OfSample(step, place, output.Length / step.Count, output[place]);
            return description.Outputs.Count == 1
                ? (last, $"layer '{last}' is the first that is not finite: its output {found}, from finite parameters")
                : (null, $"its output '{description.Outputs[i].Name}' {found}, from finite parameters");
        }

        return (null, "inputs, targets, parameters and outputs are all finite, so the loss itself is not for them");
    }

    /// <summary>Which layer's parameters a step made infinite or not a number.</summary>
    public static (string? Layer, string Cause) OfUpdate(INetwork network, Optimizer optimizer)
    {
        var update = FormattableString.Invariant($"the step of {optimizer.GetType().Name} at learning rate {optimizer.LearningRate}");
        const string Advice = "The parameters are no longer of use: a smaller learning rate, or ClipNorm, may help";
        foreach (var parameter in network.Description.Parameters)
        {
            if (InTensor(network.Parameters, parameter) is { } place)
                return (parameter.Layer, $"{update} made layer '{parameter.Layer}' not finite: '{parameter.Name}' has {place}. {Advice}");
        }

        return (null, $"{update} made parameters that are not finite. {Advice}");
    }

    /// <summary>What made the loss of a validation infinite or not a number, and the layer if its parameters did.</summary>
    public static (string? Layer, string Cause) OfValidation(INetwork network, Loss? loss, IDataset data)
    {
        foreach (var parameter in network.Description.Parameters)
        {
            if (InTensor(network.Parameters, parameter) is { } place)
                return (parameter.Layer, $"layer '{parameter.Layer}' is the first that is not finite: '{parameter.Name}' has {place}");
        }

        if (loss is null || network.Description.Outputs.Count != 1)
            return (null, "inputs, targets and parameters are all finite");
        var outputs = new float[network.Description.OutputSize];
        int[] shape = [.. network.Description.OutputShape];
        var (input, target) = (new float[data.InputSize], new float[data.TargetSize]);
        using var samples = data.Read(batchSize: 1, dropLast: false);
        samples.Start(seed: null);
        while (samples.MoveNext())
        {
            samples.CopyTo(0, 1, input, target);
            network.Predict(input, outputs);
            var place = FlatVector.FirstNonFinite(outputs);
            if (place >= 0)
                return (null, $"the output of sample {samples.SampleAt(0)} has {Text(outputs[place])} in feature {place}, from finite inputs and parameters");
            var value = loss.Evaluate(outputs, target, [], 1, shape);
            if (value.Count != 0 && !double.IsFinite(value.Mean))
                return (null, FormattableString.Invariant($"that of sample {samples.SampleAt(0)} is {value.Mean}, from finite outputs"));
        }

        return (null, "inputs, targets, parameters and outputs are all finite, so the loss itself is not for them");
    }

    /// <summary>The last layer, which the backward pass reaches first, whose gradients are not finite.</summary>
    public static (string? Layer, string Cause) OfGradients(INetwork network)
    {
        var parameters = network.Description.Parameters;
        for (var i = parameters.Count - 1; i >= 0; i--)
        {
            if (!parameters[i].IsFrozen && InTensor(network.Gradients, parameters[i]) is { } place)
                return (parameters[i].Layer, $"its gradient with respect to '{parameters[i].Name}' has {place}");
        }

        return (null, "its gradient is not finite, or its norm overflows");
    }

    private static string? InData(INetwork network, TrainingStep step, IBatchReader batch)
    {
        var inputs = new float[network.Description.Inputs.Sum(static input => input.Size)];
        var targets = new float[step.Targets.Length / step.Count];
        for (var i = 0; i < step.Count; i++)
        {
            batch.CopyTo(i, 1, inputs, targets);
            var feature = FlatVector.FirstNonFinite(inputs);
            if (feature >= 0)
                return $"the input of sample {step.SampleAt(i)} has {Text(inputs[feature])} in feature {feature}";
            feature = FlatVector.FirstNonFinite(targets);
            if (feature >= 0)
                return $"the target of sample {step.SampleAt(i)} has {Text(targets[feature])} in element {feature}";
        }

        return null;
    }

    private static string? InTensor(Span<float> buffer, ParameterInfo parameter)
    {
        var values = new TensorView(buffer, parameter).ToArray();
        var place = FlatVector.FirstNonFinite(values);
        if (place < 0)
            return null;

        var value = values[place];
        var index = new int[parameter.Shape.Count];
        for (var axis = index.Length - 1; axis >= 0; axis--)
        {
            index[axis] = place % parameter.Shape[axis];
            place /= parameter.Shape[axis];
        }

        return $"{Text(value)} at {Describe.Shape(index)}";
    }

    private static string? InSlot(TrainingStep step, WorkspaceSlot slot)
    {
        for (var shard = 0; shard < step.Division.Count; shard++)
        {
            var (workspace, first, _) = step.WorkspaceOf(shard);
            var values = workspace.Slot(slot);
            var place = FlatVector.FirstNonFinite(values);
            if (place >= 0)
                return OfSample(step, (first * slot.Size) + place, slot.Size, values[place]);
        }

        return null;
    }

    private static string OfSample(TrainingStep step, int place, int size, float value)
        => $"has {Text(value)} in feature {place % size} for sample {step.SampleAt(place / size)}";

    private static string Text(float value) => value.ToString(CultureInfo.InvariantCulture);
}

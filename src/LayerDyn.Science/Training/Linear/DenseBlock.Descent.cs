namespace LayerDyn.Science.Training.Linear;

/// <summary>One step, with the chains built from the outputs or from the inputs.</summary>
internal sealed unsafe partial class DenseBlock<TS, TV>
{
    private void FromOutputs(double* rate)
    {
        int depth = Depth, outputs = _widths[depth];
        for (int l = depth - 2; l >= 1; l--)
            Kernels<TS, TV>.Product(_chains[l], null, _chains[l + 1], _weights[l + 1], outputs, _widths[l + 1], _widths[l]);
        var map = depth == 1 ? _weights[1] : _map;
        double* scale = HasVelocity ? GradientScale : rate;
        if (_white)
        {
            Kernels<TS, TV>.Product(_errors[1], _minusCross, _chains[1], _weights[1], outputs, _widths[1], _widths[0], scale);
        }
        else
        {
            if (depth > 1) Kernels<TS, TV>.Product(map, null, _chains[1], _weights[1], outputs, _widths[1], _widths[0]);
            Kernels<TS, TV>.Product(_errors[1], _minusCross, map, _second, outputs, _widths[0], _widths[0], scale);
        }

        if (!HasVelocity && ThinBackward<TS, TV>.Supports(outputs))
        {
            for (int l = 1; l < depth; l++)
                ThinBackward<TS, TV>.Run(_errors[l + 1], _errors[l], _chains[l], _weights[l], outputs, _widths[l], _widths[l - 1]);
            Add(depth, _errors[depth].Data, rate);
            return;
        }

        for (int l = 1; l < depth; l++)
            Kernels<TS, TV>.Product(_errors[l + 1], null, _errors[l], _weights[l].Transposed, outputs, _widths[l - 1], _widths[l]);

        // Ascending, so that the last layer, which is also the chain above the one before it, changes last.
        for (int l = 1; l < depth; l++) Update(l, _chains[l].Transposed, _errors[l], outputs, rate);
        Add(depth, _errors[depth].Data, rate);
    }

    private void FromInputs(double* rate)
    {
        int depth = Depth, inputs = _widths[0];
        for (int l = 2; l < depth; l++)
            Kernels<TS, TV>.Product(_chains[l], null, _weights[l], _chains[l - 1], _widths[l], _widths[l - 1], inputs);
        var map = depth == 1 ? _weights[1] : _map;
        double* scale = HasVelocity ? GradientScale : rate;
        if (_white)
        {
            Kernels<TS, TV>.Product(_errors[depth], _minusCross, _weights[depth], _chains[depth - 1], _widths[depth], _widths[depth - 1], inputs, scale);
        }
        else
        {
            if (depth > 1)
                Kernels<TS, TV>.Product(map, null, _weights[depth], _chains[depth - 1], _widths[depth], _widths[depth - 1], inputs);
            Kernels<TS, TV>.Product(_errors[depth], _minusCross, map, _second, _widths[depth], inputs, inputs, scale);
        }

        if (!HasVelocity && ThinBackward<TS, TV>.Supports(inputs))
        {
            for (int l = depth; l > 1; l--)
                ThinBackward<TS, TV>.Run(_errors[l - 1].Transposed, _errors[l].Transposed, _chains[l - 1].Transposed, _weights[l].Transposed,
                    inputs, _widths[l - 1], _widths[l]);
            Add(1, _errors[1].Data, rate);
            return;
        }

        for (int l = depth - 1; l >= 1; l--)
            Kernels<TS, TV>.Product(_errors[l], null, _weights[l + 1].Transposed, _errors[l + 1], _widths[l], _widths[l + 1], inputs);

        // Descending, so that the first layer, which is also the chain below the second, changes last.
        for (int l = depth; l > 1; l--) Update(l, _errors[l], _chains[l - 1].Transposed, inputs, rate);
        Add(1, _errors[1].Data, rate);
    }

    private void Update(int l, View left, View right, int inner, double* rate)
    {
        var target = HasVelocity ? _velocities[l] : _weights[l];
        if (HasVelocity) Brake(l);
        Kernels<TS, TV>.Product(target, target.Data, left, right, _widths[l], inner, _widths[l - 1]);
        if (HasVelocity) Kernels<TS, TV>.AddScaled(_weights[l].Data, target.Data, Size(l), rate);
    }

    private void Add(int l, double* direction, double* rate)
    {
        if (!HasVelocity)
        {
            Kernels<TS, TV>.Add(_weights[l].Data, direction, Size(l));
            return;
        }

        Brake(l);
        Kernels<TS, TV>.Add(_velocities[l].Data, direction, Size(l));
        Kernels<TS, TV>.AddScaled(_weights[l].Data, _velocities[l].Data, Size(l), rate);
    }

    // What a velocity is before its gradient is added.
    private void Brake(int l)
    {
        Kernels<TS, TV>.Scale(_velocities[l].Data, Size(l), Momentum);
        if (HasDecay) Kernels<TS, TV>.AddScaled(_velocities[l].Data, _weights[l].Data, Size(l), Decay);
    }
}

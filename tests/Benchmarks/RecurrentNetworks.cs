namespace NetGen.Benchmarks;

/// <summary>An LSTM over 64 steps of 64 features, with 65 outputs a step; it predicts step by step too.</summary>
[Network(Generation = true), Input(64, 64), Lstm(128), Dense(65)]
public sealed partial class LongLstm;

/// <summary>The same over sequences of 1 to 64 steps.</summary>
[Network, Input(64, 64, Lengths = true), Lstm(128), Dense(65)]
public sealed partial class PackedLstm;

/// <summary>A small LSTM over 24 single values, as of a day's hours.</summary>
[Network, Input(24, 1), Lstm(32), Dense(1)]
public sealed partial class SmallLstm;

/// <summary>A GRU over 64 steps of 64 features.</summary>
[Network, Input(64, 64), Gru(128), Dense(65)]
public sealed partial class LongGru;

/// <summary>A wide LSTM.</summary>
[Network, Input(64, 128), Lstm(256), Dense(65)]
public sealed partial class WideLstm;

/// <summary>An Elman network over 50 steps.</summary>
[Network, Input(50, 8), Rnn(64), Dense(4)]
public sealed partial class SmallRnn;

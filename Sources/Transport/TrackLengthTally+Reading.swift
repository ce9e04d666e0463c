import Numerics

extension TrackLengthTally {
  /// Edges of the bins; the last bin also holds what is above it.
  public static var edges_GeV: [Double] {
    (0...binCount).map { exp(log(lowestEnergy_GeV) + Double($0) * log(10) / Double(binsPerDecade)) }
  }

  /// Lengths [mm] by particle (`particles`), material, bin: the last index runs fastest.
  public var lengths_mm: UnsafeBufferPointer<Double> {
    UnsafeBufferPointer(
      start: lengths, count: TrackLengthTally.particleCount * materialCount * TrackLengthTally.binCount)
  }

  public func reset() {
    lengths.update(
      repeating: 0, count: TrackLengthTally.particleCount * materialCount * TrackLengthTally.binCount)
  }
}

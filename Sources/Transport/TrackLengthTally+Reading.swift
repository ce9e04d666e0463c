import Numerics

extension TrackLengthTally {
  /// Edges of the bins; the last bin also holds what is above it.
  public static var edges_GeV: [Double] {
    (0...binCount).map { exp(log(lowestEnergy_GeV) + Double($0) * log(10) / Double(binsPerDecade)) }
  }

  /// Lengths [mm] by particle (photon, electron, positron), material, bin: the last index runs fastest.
  public var lengths_mm: UnsafeBufferPointer<Double> {
    UnsafeBufferPointer(start: lengths, count: 3 * materialCount * TrackLengthTally.binCount)
  }

  public func reset() {
    lengths.update(repeating: 0, count: 3 * materialCount * TrackLengthTally.binCount)
  }
}

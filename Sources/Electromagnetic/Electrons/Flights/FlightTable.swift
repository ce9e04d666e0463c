import Numerics

/// One cell in kinetic energy of a `FlightTable`: cumulative integrals at its lower edge, and slopes. Inside
/// a cell the loss per mm and all rates per unit of loss are constant, so that energy, path and numbers of
/// collisions turn into one another by one division, and agree with each other exactly.
@frozen public struct FlightCell: Sendable {
  public var lowerEdge_GeV = 0.0
  /// ∫ dE/S from rest to the lower edge, mm.
  public var range_mm = 0.0
  public var rangeSlope = 0.0
  /// Continuous loss, GeV/mm: 1/rangeSlope.
  public var loss_GeV_per_mm = 0.0
  /// Expected hard interactions and jumps of the loss on the way to rest.
  public var hard = 0.0
  public var hardSlope = 0.0
  /// Optical depth for transport scattering on the way to rest: ∫ dE/(S λ1).
  public var turns = 0.0
  public var turnSlope = 0.0
  /// 1/λ1, 1/mm.
  public var inverseTransportMeanFreePath_per_mm = 0.0
  /// Mean 1 − cosθ of one collective collision that keeps both moments of elastic scattering.
  public var finestTurn = 0.0
  /// Largest mean 1 − cosθ that collisions may be grouped to near boundaries.
  public var widestTurn = 0.0
  /// Share of interactions in `hard`; the rest are jumps of the loss.
  public var interactionShare = 1.0
  /// Smallest and largest jump, GeV.
  public var smallestJump_GeV = 0.0
  public var largestJump_GeV = 0.0
  /// Expected interactions on the way to rest, and its slope, all loss taken as continuous.
  public var interactions = 0.0
  public var interactionSlope = 0.0
  /// No electron of this cell gets so far from where it is, mm.
  public var reach_mm = 0.0

  init() {}
}

/// Read access to a `FlightTable`.
///
/// Cells are addressed by the leading bits of the energy, 32 to an octave from 2⁻²⁰ GeV: no logarithm.
@frozen public struct FlightTableView: @unchecked Sendable {
  @usableFromInline let cells: UnsafePointer<FlightCell>
  @usableFromInline let last: Int
  /// Above it, steps are condensed; below, flights between collective collisions.
  public let highestEnergy_GeV: Double

  init(cells: UnsafePointer<FlightCell>, count: Int, highestEnergy_GeV: Double) {
    self.cells = cells
    last = count - 1
    self.highestEnergy_GeV = highestEnergy_GeV
  }

  /// Bits of 2⁻²⁰ in units of 1/32 octave.
  @inlinable static var origin: Int { (1023 - 20) << 5 }

  @inlinable public func cell(_ energy_GeV: Double) -> UnsafePointer<FlightCell> {
    let index = Int(truncatingIfNeeded: energy_GeV.bitPattern >> 47) &- FlightTableView.origin
    return cells + (index < 0 ? 0 : (index > last ? last : index))
  }

  /// The way from an energy to the next collision or to rest.
  @frozen public struct Flight {
    public let length_mm: Double
    public let energy_GeV: Double
    public let cell: UnsafePointer<FlightCell>
    /// It came to rest before anything happened.
    public let stops: Bool

    @inlinable init(length_mm: Double, energy_GeV: Double, cell: UnsafePointer<FlightCell>, stops: Bool) {
      self.length_mm = length_mm
      self.energy_GeV = energy_GeV
      self.cell = cell
      self.stops = stops
    }
  }

  /// - Parameters:
  ///   - cell: that of `energy_GeV`
  ///   - turnWeight: collisions per unit of transport optical depth, 1/⟨1 − cosθ⟩; 0 = no scattering
  ///   - number: expected collisions to go: an exponential variate
  @inlinable @inline(__always) public func flight(
    from cell: UnsafePointer<FlightCell>, energy_GeV: Double, turnWeight w: Double, number: Double
  ) -> Flight {
    let above = energy_GeV - cell.pointee.lowerEdge_GeV
    let range = cell.pointee.range_mm + above * cell.pointee.rangeSlope
    let target =
      cell.pointee.hard + w * cell.pointee.turns
      + above * (cell.pointee.hardSlope + w * cell.pointee.turnSlope) - number
    var end = cell
    while end.pointee.hard + w * end.pointee.turns > target {
      if end == cells { return Flight(length_mm: range, energy_GeV: 0, cell: end, stops: true) }
      end -= 1
    }
    let left =
      (target - end.pointee.hard - w * end.pointee.turns)
      / (end.pointee.hardSlope + w * end.pointee.turnSlope)
    return Flight(
      length_mm: range - end.pointee.range_mm - left * end.pointee.rangeSlope,
      energy_GeV: end.pointee.lowerEdge_GeV + left, cell: end, stops: false)
  }

  /// Energy of the next interaction of a particle whose path is not followed; 0 if it comes to rest first.
  @inlinable @inline(__always) public func nextInteraction(
    from cell: UnsafePointer<FlightCell>, energy_GeV: Double, number: Double
  ) -> (energy_GeV: Double, cell: UnsafePointer<FlightCell>) {
    let target =
      cell.pointee.interactions
      + (energy_GeV - cell.pointee.lowerEdge_GeV) * cell.pointee.interactionSlope - number
    if target <= 0 { return (0, cells) }
    var end = cell
    while end.pointee.interactions > target { end -= 1 }
    return (
      end.pointee.lowerEdge_GeV + (target - end.pointee.interactions) / end.pointee.interactionSlope, end
    )
  }

  /// Energy after a given way that is shorter than the range.
  @inlinable @inline(__always) public func energy_GeV(
    from cell: UnsafePointer<FlightCell>, energy_GeV: Double, after length_mm: Double
  ) -> Double {
    let range =
      cell.pointee.range_mm + (energy_GeV - cell.pointee.lowerEdge_GeV) * cell.pointee.rangeSlope
      - length_mm
    var end = cell
    while end.pointee.range_mm > range {
      if end == cells { return 0 }
      end -= 1
    }
    return end.pointee.lowerEdge_GeV + (range - end.pointee.range_mm) * end.pointee.loss_GeV_per_mm
  }
}

import Events
import Numerics

/// What one cell of the energy grid holds: value and change across the full cell.
@frozen @usableFromInline struct PhotonTableCell {
  @usableFromInline var value: Double
  @usableFromInline var slope: Double

  @inlinable func at(_ fraction: Double) -> Double { value + slope * fraction }
}

/// The photon data of one material as the stepping loop reads them: pointers into a `PhotonTable`, valid
/// while that lives.
///
/// Cells are equally spaced in ln E. A cell that an absorption edge or a threshold cuts is marked by a NaN
/// slope; its pieces follow behind the regular cells, so that edges stay where they are.
@frozen public struct PhotonTableView {
  @usableFromInline let grid: LogarithmicGrid
  @usableFromInline let total: UnsafePointer<PhotonTableCell>
  @usableFromInline let firstPiece: UnsafePointer<Int32>
  @usableFromInline let pieceEnd: UnsafePointer<Double>
  let channelCells: UnsafePointer<PhotonTableCell>
  let channels: UnsafePointer<PhotonTable.Channel>
  let channelCount: Int
  let cellCount: Int
  let shells: UnsafePointer<PhotoelectricEffect.Shell>
  let pairs: UnsafePointer<PairProduction>

  /// Total macroscopic cross section (photoelectric, incoherent, pair; no coherent scattering).
  ///
  /// - Parameter logEnergy: ln(E/GeV); below 1 keV and above the highest energy the end values hold
  /// - Returns: mm⁻¹
  @inlinable public func attenuation_per_mm(logEnergy: Double) -> Double {
    let cell = grid.cell(logX: logEnergy)
    let entry = total[cell.index]
    if entry.slope.isNaN { return total[piece(of: cell)].at(cell.fraction) }
    return entry.at(cell.fraction)
  }

  /// The piece of a cut cell.
  @inlinable func piece(of cell: (index: Int, fraction: Double)) -> Int {
    var piece = Int(firstPiece[cell.index])
    while cell.fraction >= pieceEnd[piece] { piece &+= 1 }
    return piece &+ grid.count &- 1
  }

  /// Chooses process and element and samples the final state.
  ///
  /// A photon of 1 keV or less is absorbed on the spot. Energy is exact: photon in = particles out
  /// (kinetic, plus 2m for a pair) + local deposit.
  public func interact(
    kineticEnergy_GeV: Double, direction: Vector3, _ rng: inout RandomStream
  ) -> Interaction {
    interact(
      kineticEnergy_GeV: kineticEnergy_GeV, logEnergy: log(kineticEnergy_GeV), direction: direction,
      choice: rng.uniform(), &rng)
  }

  /// - Parameters:
  ///   - logEnergy: ln(E/GeV), which the step knows already
  ///   - choice: a uniform number, for the process
  public func interact(
    kineticEnergy_GeV: Double, logEnergy: Double, direction: Vector3, choice: Double,
    _ rng: inout RandomStream
  ) -> Interaction {
    guard kineticEnergy_GeV > PhotonTable.lowestEnergy_GeV, channelCount > 0 else {
      return absorbed(kineticEnergy_GeV, direction)
    }
    let cell = grid.cell(logX: logEnergy)
    let index = total[cell.index].slope.isNaN ? piece(of: cell) : cell.index

    var remaining = choice * total[index].at(cell.fraction)
    var chosen = 0
    for k in 0..<channelCount {
      let share = channelCells[k &* cellCount &+ index].at(cell.fraction)
      if share <= 0 { continue }
      chosen = k
      remaining -= share
      if remaining < 0 { break }
    }

    let channel = channels[chosen]
    switch channel.process {
    case .compton:
      return ComptonScattering()(
        kineticEnergy_GeV: kineticEnergy_GeV, direction: direction, &rng)
    case .photoelectric:
      return PhotoelectricEffect.interact(
        kineticEnergy_GeV: kineticEnergy_GeV, direction: direction,
        shells: shells + channel.element &* PhotoelectricEffect.mostShells,
        count: PhotoelectricEffect.mostShells, &rng)
    case .pair:
      return (pairs + channel.element).pointee(
        kineticEnergy_GeV: kineticEnergy_GeV, direction: direction, &rng)
    }
  }

  private func absorbed(_ kineticEnergy_GeV: Double, _ direction: Vector3) -> Interaction {
    var result = Interaction(unchanged: kineticEnergy_GeV, direction)
    result.survives = false
    result.kineticEnergy_GeV = 0
    result.localDeposit_GeV = kineticEnergy_GeV
    return result
  }
}

import Core
import Events
import Matter
import Numerics

/// All photon data of one material: macroscopic cross sections per process and element, and the samplers.
/// Make it once and share it between threads; it is not changed after `init`.
///
/// Linear interpolation in ln E on cells of 1.9 % width: within 5e-4 of the direct sum over the elements.
public final class PhotonTable: @unchecked Sendable {
  /// Photons at or below are absorbed on the spot; XCOM starts here.
  public static let lowestEnergy_GeV = 1e-6

  @usableFromInline enum Process: UInt8 {
    case compton
    case pair
    case photoelectric
  }

  @usableFromInline struct Channel {
    let process: Process
    let element: Int
  }

  public let material: Material
  public let highestEnergy_GeV: Double
  private let grid: LogarithmicGrid
  private let total: UnsafeMutableBufferPointer<PhotonTableCell>
  private let channelCells: UnsafeMutableBufferPointer<PhotonTableCell>
  private let firstPiece: UnsafeMutableBufferPointer<Int32>
  private let pieceEnd: UnsafeMutableBufferPointer<Double>
  private let channels: UnsafeMutableBufferPointer<Channel>
  /// `PhotoelectricEffect.mostShells` for each element.
  private let shells: UnsafeMutableBufferPointer<PhotoelectricEffect.Shell>
  private let pairs: UnsafeMutableBufferPointer<PairProduction>

  /// - Parameter highestEnergy_GeV: cross sections are constant above; raised to 1 MeV if lower
  public init(material: Material, highestEnergy_GeV: Double) {
    let highest = highestEnergy_GeV.isFinite ? max(1e-3, highestEnergy_GeV) : 200
    self.material = material
    self.highestEnergy_GeV = highest
    let decades = log(highest / PhotonTable.lowestEnergy_GeV)
    grid = LogarithmicGrid(
      lowest: PhotonTable.lowestEnergy_GeV, highest: highest,
      count: Int((decades / 0.0187).rounded(.up)) + 1)

    let sources = material.components.map { ElementSource($0, material) }
    channels = PhotonTable.allocated(
      [Process.compton, .pair, .photoelectric].flatMap { process in
        sources.indices.map { Channel(process: process, element: $0) }
      })
    shells = PhotonTable.allocated(sources.flatMap(\.photoelectric.allShells))
    pairs = PhotonTable.allocated(sources.map(\.pairs))

    var builder = CellBuilder(grid: grid, channelCount: channels.count)
    let breaks = PhotonTable.breaks(sources)
    let kinds = channels
    builder.fill(breaks: breaks) { energy, channel in
      sources[kinds[channel].element].macroscopic_per_mm(energy, kinds[channel].process)
    }
    total = PhotonTable.allocated(builder.total)
    channelCells = PhotonTable.allocated(builder.channelMajorCells)
    firstPiece = PhotonTable.allocated(builder.firstPiece)
    pieceEnd = PhotonTable.allocated(builder.pieceEnd)
  }

  deinit {
    total.deallocate()
    channelCells.deallocate()
    firstPiece.deallocate()
    pieceEnd.deallocate()
    channels.deallocate()
    shells.deallocate()
    pairs.deallocate()
  }

  public var view: PhotonTableView {
    PhotonTableView(
      grid: grid, total: UnsafePointer(total.baseAddress!),
      firstPiece: UnsafePointer(firstPiece.baseAddress!),
      pieceEnd: UnsafePointer(pieceEnd.baseAddress!),
      channelCells: UnsafePointer(channelCells.baseAddress!),
      channels: UnsafePointer(channels.baseAddress!), channelCount: channels.count,
      cellCount: total.count, shells: UnsafePointer(shells.baseAddress!),
      pairs: UnsafePointer(pairs.baseAddress!))
  }

  /// Energies where a cross section jumps or starts.
  private static func breaks(_ sources: [ElementSource]) -> [Double] {
    var result = [XCOMCrossSection.nuclearThreshold_GeV, XCOMCrossSection.electronThreshold_GeV]
    for source in sources { result += source.data.edges.map(\.energy_GeV) }
    return Array(Set(result)).sorted()
  }

  /// A copy of the array in memory of its own; never empty, so that a base address exists.
  private static func allocated<T>(_ values: [T]) -> UnsafeMutableBufferPointer<T> {
    let memory = UnsafeMutableBufferPointer<T>.allocate(capacity: max(1, values.count))
    _ = memory.initialize(from: values)
    return UnsafeMutableBufferPointer(start: memory.baseAddress, count: values.count)
  }
}

/// Macroscopic cross sections of one element in a material.
private struct ElementSource {
  let data: XCOMCrossSection
  let perBarn: Double
  let photoelectric: PhotoelectricEffect
  let pairs: PairProduction

  init(_ component: Material.Component, _ material: Material) {
    data = XCOMCrossSection(atomicNumber: component.element.atomicNumber)
    perBarn = component.atomDensity_per_mm3 * Constants.barn_mm2
    photoelectric = PhotoelectricEffect(element: component.element)
    pairs = PairProduction(element: component.element, material: material)
  }

  func macroscopic_per_mm(_ energy: Double, _ process: PhotonTable.Process) -> Double {
    switch process {
    case .compton: return perBarn * data.incoherent_barn(energy)
    case .photoelectric: return perBarn * data.photoelectric_barn(energy)
    case .pair:
      let barn = data.pairNuclear_barn(energy) + data.pairElectron_barn(energy)
      return perBarn * barn * pairs.suppression(photonEnergy_GeV: energy)
    }
  }
}

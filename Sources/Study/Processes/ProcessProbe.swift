import Core
import Electromagnetic
import Events
import Hadronic
import Matter
import Numerics

/// One particle in one material: cross sections, stopping powers, ranges, paths and final states without a
/// geometry. Immutable, so that threads can share it.
///
/// The transport tables are built once; questions that need none of them can do without
/// (`buildsTables: false`).
public final class ProcessProbe: @unchecked Sendable {
  public let particle: Particle
  public let material: Material
  public let cuts: ProductionCuts
  let photonTable: PhotonTable?
  let electronTable: ElectronTable?
  let bremsstrahlung: MaterialBremsstrahlung?
  let muonTable: MuonTable?
  let muonLoss: MuonEnergyLoss?
  let hadronTable: HadronTable?
  let photonSamplers: [(element: Element, photoelectric: PhotoelectricEffect, pairs: PairProduction)]

  static let electronEnergies_GeV = 1e-6...200.0
  static let muonEnergies_GeV = MuonTable.lowestEnergy_GeV...250

  /// Kinetic energies that may be asked for.
  public var energies_GeV: ClosedRange<Double> {
    if ProcessProbe.isHadronic(particle) { return ProcessProbe.hadronEnergies_GeV }
    return particle.isMuon ? ProcessProbe.muonEnergies_GeV : ProcessProbe.electronEnergies_GeV
  }

  public convenience init(
    pdg: Int32, material reference: String, rangeCut_mm: Double, buildsTables: Bool = true
  ) throws {
    try self.init(
      particle: try ProcessProbe.particle(pdg: pdg),
      material: try MaterialReference.material(reference), cuts: .range(rangeCut_mm),
      buildsTables: buildsTables)
  }

  /// From a card {"particle", "material", "range_cut_mm" or "cuts_GeV": {"photon", "electron", "positron"}}.
  public convenience init(json: JSON) throws {
    var card = try Card(json, path: "")
    let particle: Particle
    switch try card.required("particle") {
    case .number(let number) where number == number.rounded() && number.magnitude < 1e9:
      particle = try ProcessProbe.particle(pdg: Int32(number))
    case .string(let name):
      let known = Particle.allCases.filter { !$0.isNeutrino }.map { ($0.name, $0) }
      guard let entry = known.first(where: { $0.0 == name }) else {
        throw HermeticError.notFound("particle", name, known: known.map(\.0))
      }
      particle = entry.1
    case let other:
      throw HermeticError(
        .configuration,
        "particle must be a name like \"e-\", \"gamma\", \"mu-\", \"pi+\" or a PDG number, not \(other.text)."
      )
    }
    let material = try MaterialReference.material(try card.required("material"))
    let cuts: Cuts
    if var explicit = try card.card("cuts_GeV") {
      guard card.optional("range_cut_mm") == nil else {
        throw HermeticError(
          .configuration, "range_cut_mm and cuts_GeV are both given (either decides the cuts). Keep one.")
      }
      // `ProductionCuts` is limited to this interval.
      let allowed = ProductionCuts.lowest_GeV...ProductionCuts.highest_GeV
      cuts = .energies(
        ProductionCuts(
          photon_GeV: try explicit.number("photon", in: allowed, dimension: "energy"),
          electron_GeV: try explicit.number("electron", in: allowed, dimension: "energy"),
          positron_GeV: try explicit.number("positron", in: allowed, dimension: "energy")))
      try explicit.finish()
    } else {
      cuts = .range(try card.number("range_cut_mm", default: 0.7, in: 1e-3...100, dimension: "length"))
    }
    try card.finish()
    try self.init(particle: particle, material: material, cuts: cuts, buildsTables: true)
  }

  private enum Cuts {
    case range(Double)
    case energies(ProductionCuts)
  }

  private init(particle: Particle, material: Material, cuts: Cuts, buildsTables: Bool) throws {
    guard material.electronDensity_per_mm3 > 0 else {
      throw HermeticError(
        .argument, "material \"\(material.name)\" has no atoms, so nothing happens in it. Use another.")
    }
    self.particle = particle
    self.material = material
    switch cuts {
    case .range(let range): self.cuts = ProductionCuts(material: material, range_mm: range)
    case .energies(let energies): self.cuts = energies
    }
    let highest = 1.005 * ProcessProbe.electronEnergies_GeV.upperBound
    muonLoss = particle.isMuon ? MuonEnergyLoss(material: material) : nil
    muonTable =
      particle.isMuon && buildsTables
      ? MuonTable(
        material: material, cuts: self.cuts, highestEnergy_GeV: ProcessProbe.muonEnergies_GeV.upperBound)
      : nil
    hadronTable =
      ProcessProbe.isHadronic(particle)
      ? HadronTable(material: material, crossSections: HadronCrossSection(), highestEnergy_GeV: 250) : nil
    if particle.isMuon || hadronTable != nil {
      photonTable = nil
      electronTable = nil
      bremsstrahlung = nil
      photonSamplers = []
    } else if particle == .photon {
      photonTable = buildsTables ? PhotonTable(material: material, highestEnergy_GeV: highest) : nil
      electronTable = nil
      bremsstrahlung = nil
      photonSamplers =
        buildsTables
        ? material.components.map {
          (
            $0.element, PhotoelectricEffect(element: $0.element),
            PairProduction(element: $0.element, material: material)
          )
        } : []
    } else {
      photonTable = nil
      electronTable =
        buildsTables
        ? ElectronTable(
          material: material, cuts: self.cuts, particle: particle, highestEnergy_GeV: highest) : nil
      bremsstrahlung = MaterialBremsstrahlung(material: material, isPositron: particle == .positron)
      photonSamplers = []
    }
  }

  static func particle(pdg: Int32) throws -> Particle {
    guard let particle = Particle(pdg: pdg),
      !particle.isNeutrino
    else {
      throw HermeticError(
        .notFound,
        "pdg = \(pdg) has no processes of its own here. Use 11 (e-), -11 (e+), 22 (photon), 13 (mu-), 211 (pi+), 2212 (p), …"
      )
    }
    return particle
  }

  var knockOnCut_GeV: Double { particle == .positron ? cuts.positron_GeV : cuts.electron_GeV }

  /// The discrete processes, in the order in which they are listed and summed.
  public var processes: [String] {
    if ProcessProbe.isHadronic(particle) { return hadronProcesses }
    switch particle {
    case .photon: return ["photoelectric", "compton", "pair"]
    case .muonMinus, .muonPlus: return ProcessProbe.muonProcesses
    case .positron: return ["bremsstrahlung", "ionisation", "annihilation"]
    default: return ["bremsstrahlung", "ionisation"]
    }
  }

  func unknown(process: String) -> HermeticError {
    let what: String
    switch particle {
    case .photon: what = "photon process"
    case .muonMinus, .muonPlus: what = "muon process"
    case .positron: what = "positron process"
    default: what = "electron process"
    }
    let others = particle == .photon ? ["total"] : ["total", "inverse_transport_mean_free_path"]
    return HermeticError.notFound(what, process, known: processes + others)
  }

  public var description: JSON {
    let names = processes.filter { $0 != "decay" }.map(JSON.string)
    var quantities: [JSON.Member] = [
      JSON.Member("cross_section", .array(names + [.string("total")])),
      JSON.Member("mean_free_path", .array(names + [.string("total")])),
    ]
    if ProcessProbe.isHadronic(particle) {
      if particle.charge != 0 {
        for name in ["stopping_power", "unrestricted_stopping_power", "range", "csda_range"] {
          quantities.append(JSON.Member(name, .array([.string("total")])))
        }
      }
    } else if particle != .photon {
      let kinds = (particle.isMuon ? ProcessProbe.muonProcesses + ["total"] : ProcessProbe.lossKinds).map(
        JSON.string)
      quantities += [
        JSON.Member("stopping_power", .array(kinds)),
        JSON.Member("unrestricted_stopping_power", .array(kinds)),
        JSON.Member("range", .array([.string("total")])),
        JSON.Member("csda_range", .array([.string("total")])),
        JSON.Member("inverse_transport_mean_free_path", .array([.string("total")])),
        JSON.Member("straggling", .array([.string("total")])),
      ]
    }
    return [
      "pdg": .number(Double(particle.pdg)), "material": .string(material.name),
      "cuts_GeV": [
        "photon": .number(cuts.photon_GeV), "electron": .number(cuts.electron_GeV),
        "positron": .number(cuts.positron_GeV),
      ],
      "processes": .array(processes.map(JSON.string)), "quantities": .object(quantities),
      "lowest_energy_GeV": .number(energies_GeV.lowerBound),
      "highest_energy_GeV": .number(energies_GeV.upperBound),
    ]
  }
}

import Core
import Matter
import Numerics

/// A model of one boson X that leptons radiate: a kind of boson, its mass and its couplings.
///
/// Supplies what all of them share: the process "bremsstrahlung" and its keys in cards, annihilation of positrons
/// and decays with those of `MediatorPart`.
public protocol MediatorModel: BosonProductionModel {
  var part: MediatorPart { get }
  var bremsstrahlung: BremsstrahlungSettings { get }
}

/// How "bremsstrahlung" is computed: keys "form_factor" and "approximation".
public struct BremsstrahlungSettings: Equatable, Sendable {
  public let formFactor: NuclearFormFactor
  public let approximation: BremsstrahlungApproximation

  public init(
    formFactor: NuclearFormFactor = .elastic,
    approximation: BremsstrahlungApproximation = .exactTreeLevel
  ) {
    self.formFactor = formFactor
    self.approximation = approximation
  }

  public init(card: inout Card) throws {
    formFactor = try NuclearFormFactor(
      cardName: try card.string("form_factor", default: NuclearFormFactor.elastic.cardName))
    approximation = try BremsstrahlungApproximation(
      cardName: try card.string(
        "approximation", default: BremsstrahlungApproximation.exactTreeLevel.cardName))
  }

  var members: [JSON.Member] {
    [
      JSON.Member("form_factor", .string(formFactor.cardName)),
      JSON.Member("approximation", .string(approximation.cardName)),
    ]
  }
}

extension MediatorModel {
  public var mediator: Mediator { part.mediator }

  /// "mass_GeV", 1 keV to 3 GeV: where the matrix element has been compared with references.
  static func mass(_ card: inout Card) throws -> Double {
    try card.number(
      "mass_GeV", in: 1e-6...3, dimension: "energy",
      hint: "Masses are in GeV; write \"10 MeV\" for another unit.")
  }

  /// Couplings in cards are positive; larger ones are no perturbation.
  static var couplingRange: ClosedRange<Double> { 1e-30...100 }

  /// Coupling of a beam particle in units of e, 0 where it has none. Electrons see the Z′ of L_μ − L_τ through
  /// the loops of muons and taus, with Π at the boson's mass shell.
  func couplingOverCharge(beam: Int32) -> Double {
    let charge = Mediator.electricCharge()
    guard beam.magnitude == 11 else { return mediator.muonCoupling / charge }
    let tree = mediator.electronCoupling / charge
    guard mediator.muonTauLoopCoupling > 0 else { return tree }
    let mixing = MuonTauLoopMixing.perCoupling(q2_GeV2: mediator.mass_GeV * mediator.mass_GeV)
    let real = tree + mediator.muonTauLoopCoupling * mixing.real
    let imaginary = mediator.muonTauLoopCoupling * mixing.imaginary
    return (real * real + imaginary * imaginary).squareRoot()
  }

  /// Beams that radiate X.
  public var radiatingBeams: [Int32] {
    [11, -11, 13, -13].filter { couplingOverCharge(beam: $0) > 0 }
  }

  public var bremsstrahlungDescription: SignalProcessDescription {
    let nucleus =
      bremsstrahlung.formFactor == .elastic ? "elastic form factor" : "elastic and inelastic form factor"
    return SignalProcessDescription(
      name: "bremsstrahlung", beams: radiatingBeams, variables: BremsstrahlungProcess.variables,
      finalState: BremsstrahlungProcess.finalState,
      approximation: "\(bremsstrahlung.approximation.sentence), \(nucleus)")
  }

  public func bremsstrahlungProcess(beam: Int32, element: Element) throws -> BremsstrahlungProcess {
    let coupling = couplingOverCharge(beam: beam)
    return BremsstrahlungProcess(
      try LeptonBremsstrahlung(
        boson: mediator.kind, bosonMass_GeV: mediator.mass_GeV,
        leptonMass_GeV: beam.magnitude == 11 ? Constants.electronMass_GeV : Constants.muonMass_GeV,
        element: element, formFactor: bremsstrahlung.formFactor),
      approximation: bremsstrahlung.approximation, couplingSquared: coupling * coupling)
  }

  public var processes: [SignalProcessDescription] { [bremsstrahlungDescription] + part.processes }

  public func process(_ name: String, beam: Int32, element: Element) throws -> any SignalProcess {
    if let annihilation = try part.process(name, element: element) { return annihilation }
    return try bremsstrahlungProcess(beam: beam, element: element)
  }

  public func decays() throws -> [DecayChannel] { try part.decays() }
}

extension MediatorModel {
  public var electronMotion: ResonantAnnihilation.ElectronMotion { part.electronMotion }

  public func trackBeams(_ process: TrackProcess) -> [Int32] {
    switch process {
    case .bremsstrahlung: return radiatingBeams
    case .annihilation: return annihilatesInvisibly ? [-11] : []
    default: return []
    }
  }

  public func primakoffProduction(element: Element) throws -> PrimakoffProduction {
    throw notOffered(.primakoff)
  }

  public func photonFusion(beam: Int32, element: Element) throws -> PhotonFusion {
    throw notOffered(.photonFusion)
  }
}

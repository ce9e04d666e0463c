import Matter
import Numerics

/// One way to make new particles: a beam particle on one element, with the model's couplings.
///
/// A process knows no detector: energies in, cross sections and final states out. Energies are total
/// energies of the beam particle in the laboratory [GeV]; cross sections are per atom [pb].
public protocol SignalProcess: Sendable {
  /// Below it every cross section is 0 and samplers are refused.
  var thresholdEnergy_GeV: Double { get }

  func totalCrossSection_pb(totalEnergy_GeV: Double) -> Double

  /// dσ/d(variables) at a point, in pb per product of the variables' units; 0 outside the kinematic limits.
  ///
  /// - Parameters:
  ///   - variables: one of the entries of the description, such as "x" or "x,theta"
  ///   - point: one number for each variable
  func differentialCrossSection_pb(_ variables: String, totalEnergy_GeV: Double, at point: [Double]) throws
    -> Double

  /// Unweighted final states at one energy; throws `.kinematics` below the threshold.
  func sampler(totalEnergy_GeV: Double) throws -> any SignalSampler
}

/// Draws final states one after the other; immutable, so that threads can share it.
public protocol SignalSampler: Sendable {
  /// Particles in the order of the description's `finalState`.
  var particleCount: Int { get }

  /// Four numbers (E, px, py, pz) [GeV] for each particle; what came in flew along +z.
  func sample(into out: UnsafeMutablePointer<Double>, _ rng: inout RandomStream)
}

/// What a process is called, what it needs and what it returns.
public struct SignalProcessDescription: Equatable, Sendable {
  /// "bremsstrahlung", "annihilation", "primakoff", …
  public let name: String
  /// PDG numbers of the beam particles that it accepts.
  public let beams: [Int32]
  /// What differential cross sections there are; several variables at once are joined by commas.
  public let variables: [String]
  /// Names of the outgoing particles, in the order in which a sampler writes them.
  public let finalState: [String]
  /// One sentence: the approximation, or "exact tree level".
  public let approximation: String

  public init(
    name: String, beams: [Int32], variables: [String], finalState: [String], approximation: String
  ) {
    self.name = name
    self.beams = beams
    self.variables = variables
    self.finalState = finalState
    self.approximation = approximation
  }
}

/// One way in which a particle of a model decays.
public struct DecayChannel: Sendable {
  /// "e+ e-", "chi chi", "hadrons", …
  public let name: String
  /// Which particle of the model decays, e.g. "A'".
  public let parent: String
  public let parentMass_GeV: Double
  public let partialWidth_GeV: Double
  /// Names of the products, in the order in which the sampler writes them; empty when there is none.
  public let products: [String]
  /// Decays of a parent at rest; nil where the final state is inclusive ("hadrons").
  public let sampler: (any SignalSampler)?

  public init(
    name: String, parent: String, parentMass_GeV: Double, partialWidth_GeV: Double, products: [String],
    sampler: (any SignalSampler)?
  ) {
    self.name = name
    self.parent = parent
    self.parentMass_GeV = parentMass_GeV
    self.partialWidth_GeV = partialWidth_GeV
    self.products = products
    self.sampler = sampler
  }
}

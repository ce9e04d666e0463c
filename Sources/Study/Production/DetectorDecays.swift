import Core
import Events
import Geometry
import Numerics
import Signal
import Transport

/// Decays of the bosons of one mass inside the detector.
///
///     L = cτ p/m,   dP/dl = e^{−l/L}/L
///
/// Forced decays (`DecayCard.window_mm`) have l in a window and the weight e^{−a/L} − e^{−b/L}, or with a flat
/// density (b − a) e^{−l/L}/L; modes that are not made enter the weight with their branching ratio.
struct DetectorDecays: Sendable {
  private struct Mode {
    let mode: DecayMode
    /// Γ summed up to this mode, of those that are made.
    let cumulated: Double
    /// At rest; nil where nothing of it is seen.
    let sampler: (any SignalSampler)?
  }

  private let mass_GeV: Double
  private let properLength_mm: Double
  private let modes: [Mode]
  private let share: Double
  private let card: DecayCard

  /// What becomes of one boson.
  struct Fate {
    /// Decay path, drawn as if the world had no end.
    var path_mm: Double
    /// L.
    var meanPath_mm: Double
    /// Where the path ends, in the world's frame.
    var position: Vector3
    /// PDG number of the first product, 0 for one that is not seen, −1 when the boson leaves the world first.
    var product: Int32
    /// Products, where there are any to be followed.
    var decay: BosonDecay?
    /// Share of nature's probability over that of the draw.
    var weight: Double
  }

  init(_ model: any BosonProductionModel, card: DecayCard, path: String) throws {
    self.card = card
    mass_GeV = model.mediator.mass_GeV
    let mediator = model.mediator.scaled(by: card.coupling)
    let total = mediator.totalWidth_GeV
    guard total > 0 else {
      throw HermeticError(
        .configuration,
        "\(path): a boson of \(mass_GeV) GeV has nothing to decay into. Raise the mass, or use "
          + "visible_decays \"unseen\".")
    }
    properLength_mm = Constants.hbarc_GeVmm / total
    let channels = try model.decays()
    let open = DecayMode.allCases.filter { mediator.partialWidth_GeV($0) > 0 }
    let chosen = card.modes ?? open
    var modes: [Mode] = []
    var sum = 0.0
    for mode in chosen where open.contains(mode) {
      guard mode.isInvisible || Self.products(mode) != nil else {
        throw HermeticError(
          .configuration,
          "\(path): decays of \(mass_GeV) GeV to \(mode.rawValue) have no final state that can be followed. "
            + "Name others in decay.modes: "
            + open.filter { $0.isInvisible || Self.products($0) != nil }.map(\.rawValue).joined(
              separator: ", ")
            + ".")
      }
      sum += mediator.partialWidth_GeV(mode)
      modes.append(
        Mode(
          mode: mode, cumulated: sum,
          sampler: mode.isInvisible ? nil : channels.first { $0.name == mode.rawValue }?.sampler))
    }
    guard sum > 0 else {
      throw HermeticError(
        .configuration,
        "\(path).modes: at \(mass_GeV) GeV the boson decays to \(open.map(\.rawValue).joined(separator: ", ")) "
          + "alone. Name one of them.")
    }
    self.modes = modes
    share = sum / total
  }

  /// First and second product; nil where transport cannot follow them.
  private static func products(_ mode: DecayMode) -> (Particle, Particle)? {
    switch mode {
    case .electrons: return (.electron, .positron)
    case .muons: return (.muonMinus, .muonPlus)
    case .photons: return (.photon, .photon)
    case .taus, .neutrinos, .hadrons, .darkMatter: return nil
    }
  }

  /// Draws where and how a boson decays.
  ///
  /// - Parameters: position, direction: of its production, in the world's frame
  func fate(
    energy_GeV: Double, from position: Vector3, along direction: Vector3, in world: World,
    _ rng: inout RandomStream
  ) -> Fate {
    let momentum = max(0, (energy_GeV - mass_GeV) * (energy_GeV + mass_GeV)).squareRoot()
    let meanPath = properLength_mm * (momentum / mass_GeV)
    guard momentum > 0, let law = try? DisplacedDecay(meanPath: meanPath) else {
      return Fate(path_mm: 0, meanPath_mm: 0, position: position, product: -1, decay: nil, weight: 0)
    }
    let (path, weight) = path(law, quantile: rng.uniform())
    let end = position + path * direction
    var fate = Fate(
      path_mm: path, meanPath_mm: law.meanPath, position: end, product: -1, decay: nil, weight: weight * share
    )
    let choice = rng.uniform() * modes[modes.count - 1].cumulated
    guard world.view.locate(end, direction: direction).volume >= 0 else { return fate }
    let mode = modes.first { choice < $0.cumulated } ?? modes[modes.count - 1]
    guard let sampler = mode.sampler, let products = Self.products(mode.mode) else {
      fate.product = 0
      return fate
    }
    let (first, second) = pair(sampler, energy_GeV: energy_GeV, &rng)
    fate.product = products.0.pdg
    fate.decay = BosonDecay(
      position: end, delay_ns: path * (energy_GeV / momentum) / Constants.lightSpeed_mm_per_ns,
      first: Secondary(products.0, first, zAlong: direction),
      second: Secondary(products.1, second, zAlong: direction))
    return fate
  }

  private func path(_ law: DisplacedDecay, quantile u: Double) -> (path_mm: Double, weight: Double) {
    guard let window = card.window_mm else { return (-law.meanPath * log(u), 1) }
    let (a, b) = (window.lowerBound, window.upperBound)
    guard card.sampling == .uniform else {
      return (law.position(quantile: u, from: a, to: b), law.probability(from: a, to: b))
    }
    let l = a + u * (b - a)
    return (l, (b - a) / law.meanPath * law.survival(to: l))
  }

  /// Four-momenta of the two in a frame whose z is the boson's direction; the second is what the first leaves.
  private func pair(_ sampler: any SignalSampler, energy_GeV: Double, _ rng: inout RandomStream) -> (
    FourMomentum, FourMomentum
  ) {
    let boosted = BoostedDecay(sampler, parentMass_GeV: mass_GeV, parentEnergy_GeV: energy_GeV)
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: 4 * boosted.particleCount) { buffer in
      let out = buffer.baseAddress!
      boosted.sample(into: out, &rng)
      func read(_ i: Int) -> FourMomentum {
        FourMomentum(energy: out[4 * i], momentum: Vector3(out[4 * i + 1], out[4 * i + 2], out[4 * i + 3]))
      }
      return (read(0), read(1))
    }
  }
}

import Core
import Matter

/// What the models of all mediators share: resonant production by positrons, and decays.
public struct MediatorPart: Sendable {
  /// In descriptions: "A'".
  public let name: String
  public let mediator: Mediator
  public let electronMotion: ResonantAnnihilation.ElectronMotion
  public let polarisation: DecayPolarisation
  private let couplingIsGiven: Bool

  /// Reads "electron_motion" and, for vectors, "decay_polarisation".
  ///
  /// - Parameter couplingIsGiven: false where the coupling is the default 1, at which a line shape would be
  ///   asked for by mistake
  public init(name: String, mediator: Mediator, couplingIsGiven: Bool, card: inout Card) throws {
    self.name = name
    self.mediator = mediator
    self.couplingIsGiven = couplingIsGiven
    let motion = try card.string(
      "electron_motion", default: ResonantAnnihilation.ElectronMotion.slater.rawValue)
    guard let electronMotion = ResonantAnnihilation.ElectronMotion(rawValue: motion) else {
      throw HermeticError.notFound(
        "electron motion", motion, known: ResonantAnnihilation.ElectronMotion.allCases.map(\.rawValue))
    }
    self.electronMotion = electronMotion
    guard mediator.kind == .vector || mediator.kind == .axialVector else {
      polarisation = .unpolarised
      return
    }
    let named = try card.string("decay_polarisation", default: DecayPolarisation.unpolarised.rawValue)
    guard let polarisation = DecayPolarisation(rawValue: named) else {
      throw HermeticError.notFound(
        "decay polarisation", named, known: DecayPolarisation.allCases.map(\.rawValue))
    }
    self.polarisation = polarisation
  }

  public var parameters: [JSON.Member] {
    var members: [JSON.Member] = []
    if let matter = mediator.darkMatter { members.append(JSON.Member("dark_matter", matter.json)) }
    members.append(JSON.Member("electron_motion", .string(electronMotion.rawValue)))
    if mediator.kind == .vector || mediator.kind == .axialVector {
      members.append(JSON.Member("decay_polarisation", .string(polarisation.rawValue)))
    }
    return members
  }

  private static let prefix = "annihilation_to_"

  /// Modes that couple at all, whether open on shell or not.
  private var modes: [DecayMode] {
    DecayMode.allCases.filter { mediator.partialWidth_GeV($0, squaredMass: 1e12) > 0 }
  }

  /// Final-state names of a mode: two particles, or one system of hadrons.
  private func products(_ mode: DecayMode) -> [String] {
    switch mode {
    case .electrons: return ["electron", "positron"]
    case .muons: return ["mu_minus", "mu_plus"]
    case .taus: return ["tau_minus", "tau_plus"]
    case .neutrinos: return ["neutrino", "antineutrino"]
    case .photons: return ["photon_1", "photon_2"]
    case .hadrons: return ["hadrons"]
    case .darkMatter: return mediator.darkMatter!.pairNames
    }
  }

  public var processes: [SignalProcessDescription] {
    guard mediator.couplesToElectrons, mediator.mass_GeV > 2 * Constants.electronMass_GeV else {
      return []
    }
    let motion = electronMotion == .rest ? "electrons at rest" : "electrons moving as Slater's orbitals"
    // Tau pairs need positrons of 12 TeV.
    return modes.filter { $0 != .taus }.map {
      SignalProcessDescription(
        name: Self.prefix + $0.rawValue, beams: [-11],
        variables: electronMotion == .rest ? ["cos_theta"] : ["cos_theta", "s"],
        finalState: $0 == .hadrons ? [] : products($0) + ["ion"],
        approximation: "s channel, width fixed, \(motion)")
    }
  }

  /// Nil for a name that is not one of `processes`.
  public func process(_ name: String, element: Element) throws -> (any SignalProcess)? {
    guard name.hasPrefix(Self.prefix),
      let mode = DecayMode(rawValue: String(name.dropFirst(Self.prefix.count)))
    else { return nil }
    guard couplingIsGiven else {
      throw HermeticError(
        .configuration,
        "the line shape of \(name) depends on the coupling through the width. Give the coupling (epsilon) "
          + "in the card.")
    }
    return AnnihilationProcess(
      annihilation: try ResonantAnnihilation(
        mediator: mediator, mode: mode, element: element, electronMotion: electronMotion))
  }

  public func decays() throws -> [DecayChannel] {
    var channels: [DecayChannel] = []
    for mode in modes {
      let width = mediator.partialWidth_GeV(mode)
      guard width > 0 else { continue }
      let masses: (Double, Double)
      switch mode {
      case .darkMatter:
        masses = (mediator.darkMatter!.mass_GeV, mediator.darkMatter!.heavierMass_GeV)
      default: masses = (mode.leptonMass_GeV ?? 0, mode.leptonMass_GeV ?? 0)
      }
      let sampler =
        mode == .hadrons
        ? nil
        : PairDecay(
          try TwoBodyDecay(
            parentMass_GeV: mediator.mass_GeV, firstMass_GeV: masses.0, secondMass_GeV: masses.1,
            angle: polarisation.angle(mediator, mode)))
      channels.append(
        DecayChannel(
          name: mode.rawValue, parent: name, parentMass_GeV: mediator.mass_GeV,
          partialWidth_GeV: width, products: mode == .hadrons ? [] : products(mode), sampler: sampler))
    }
    channels += try excitedStateDecays()
    return channels
  }

  private func excitedStateDecays() throws -> [DecayChannel] {
    guard let matter = mediator.darkMatter, matter.kind == .pseudoDirac,
      matter.heavierMass_GeV - matter.mass_GeV < mediator.mass_GeV
    else { return [] }
    return try [DecayMode.electrons, .muons, .taus].compactMap { mode in
      guard mediator.partialWidth_GeV(mode, squaredMass: 1e12) > 0 else { return nil }
      let decay = try ExcitedStateDecay(mediator: mediator, mode: mode)
      guard decay.isOpen else { return nil }
      return DecayChannel(
        name: "chi2_to_chi1_" + mode.rawValue, parent: "chi2", parentMass_GeV: matter.heavierMass_GeV,
        partialWidth_GeV: decay.width_GeV, products: ["chi1"] + products(mode),
        sampler: try ExcitedStateDecaySampler(decay))
    }
  }
}

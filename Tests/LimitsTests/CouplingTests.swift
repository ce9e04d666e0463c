import Core
import Limits
import Numerics
import Testing

/// From counts to couplings: closed forms, islands, combinations, planes.
@Suite struct CouplingTests {
  static func channel(
    _ components: [YieldComponent], masses: Int = 1, exposure: Double = 1, efficiency: Double = 1,
    background: Double = 0, error: Double = 0, observed: Int = 0, uncertainties: [String: Double] = [:],
    name: String = "run"
  ) -> CouplingChannel {
    CouplingChannel(
      name: name, exposure: exposure, efficiency: .init(repeating: efficiency, count: masses),
      background: background, backgroundError: error, observed: observed,
      signalUncertainties: uncertainties, components: components)
  }

  static func model(_ masses: [Double], _ channels: [CouplingChannel]) throws -> CouplingModel {
    var model = try CouplingModel(
      json: [
        "mass_GeV": .array(masses.map { .number($0) }),
        "channels": [["name": "x", "background": 0, "observed": 0, "yields": [["per_exposure": 1]]]],
      ])
    model.channels = channels
    return model
  }

  private func window(_ start: Double, _ end: Double, energy: Double = 90) -> DecayWindow {
    DecayWindow(
      width: .vectorToElectrons, start_mm: start, end_mm: end, energies_GeV: [energy], weights: [[1]])
  }

  /// N = 2.303 at the limit, whatever exposure, efficiency and yield; powers 1, 2 and 4.
  @Test func productionAlone() throws {
    for power in [1.0, 2, 4] {
      let table = YieldComponent(source: .table([3e-3]), power: power)
      let model = try Self.model([0.01], [Self.channel([table], exposure: 2.84e11, efficiency: 0.5)])
      var scanner = model.scanner()
      let result = try scanner.exclusion(mass: 0)
      let edge = result.observed.intervals[0]
      #expect(edge.upper == nil)
      let events = scanner.signals(mass: 0, coupling: edge.lower)[0]
      #expect(abs(events - 2.302585092994046) < 1e-9)
      #expect(result.method == "exact Poisson CLs")
      // Ten times the exposure: the coupling falls by the power-th root.
      var larger = model
      larger.channels[0].exposure *= 10
      var second = larger.scanner()
      let ratio = edge.lower / (try second.exclusion(mass: 0)).observed.intervals[0].lower
      #expect(abs(ratio - pow(10, 1 / power)) < 1e-9)
    }
  }

  /// Both edges of an island against a dense scan; N at both edges is the limit in events.
  @Test func islands() throws {
    let masses = [0.005, 0.0167, 0.02]
    let component = YieldComponent(
      source: .table([1e-2, 1e-2, 8e-3]), window: window(200, 3500))
    let model = try Self.model(
      masses, [Self.channel([component], masses: 3, exposure: 5.4e10, efficiency: 0.5, observed: 1)])
    var scanner = model.scanner()
    let target = try CountingLimit.events(observed: 1, background: 0).value
    for index in masses.indices {
      let result = try scanner.exclusion(mass: index)
      guard result.observed.intervals.count == 1, let upper = result.observed.intervals[0].upper else {
        Issue.record("no island at \(masses[index])")
        continue
      }
      let lower = result.observed.intervals[0].lower
      for edge in [lower, upper] {
        #expect(abs(scanner.signals(mass: index, coupling: edge)[0] / target - 1) < 1e-6)
      }
      for k in 0...400 {
        let g = exp(log(1e-6) + Double(k) / 400 * log(1e5))
        let isExcluded = scanner.signals(mass: index, coupling: g)[0] >= target
        if abs(log(g / lower)) > 1e-6, abs(log(g / upper)) > 1e-6 {
          #expect(isExcluded == (g > lower && g < upper))
        }
      }
    }
  }

  /// As the exposure shrinks the island closes: then the answer says how near it came, and is not a NaN.
  @Test func closingIslands() throws {
    let component = YieldComponent(source: .table([1e-3]), window: window(200, 3500))
    var model = try Self.model([0.0167], [Self.channel([component], exposure: 1)])
    // The exposure at which the maximum of N is exactly the limit, by a dense scan.
    let reference = model.scanner()
    let best = (0...200_000).map {
      reference.signals(mass: 0, coupling: exp(log(1e-5) + Double($0) / 200_000 * log(1e3)))[0]
    }.max()!
    let critical = 2.302585092994046 / best
    for (factor, isOpen) in [(1.5, true), (1.0002, true), (0.999, false), (0.3, false)] {
      model.channels[0].exposure = critical * factor
      var scanner = model.scanner()
      switch try scanner.exclusion(mass: 0).observed {
      case .excluded(let list):
        #expect(isOpen, "factor \(factor)")
        #expect(list.count == 1 && list[0].lower < list[0].upper!)
      case .none(let strength, let coupling):
        #expect(!isOpen, "factor \(factor)")
        #expect(abs(strength / factor - 1) < 1e-5 && coupling > 1e-5 && coupling < 1e-2)
      }
    }
    model.channels[0].exposure = 0
    var empty = model.scanner()
    if case .none(let strength, _) = try empty.exclusion(mass: 0).observed {
      #expect(strength == 0)
    } else {
      Issue.record("no exposure excludes something")
    }
  }

  /// A search that sees decays near and far (two windows) can leave two islands.
  @Test func twoIslands() throws {
    let near = YieldComponent(source: .table([2e-6]), window: window(1, 4))
    let far = YieldComponent(source: .table([1e-1]), window: window(3e4, 3e5))
    let model = try Self.model([0.0167], [Self.channel([near, far], exposure: 5e12)])
    var scanner = model.scanner()
    let result = try scanner.exclusion(mass: 0).observed.intervals
    #expect(result.count == 2)
    for piece in result { #expect(piece.upper != nil && piece.upper! > piece.lower) }
  }

  /// Long lifetimes: D → (b − a)/l, so N ∝ g⁴ with a known coefficient; no digits are lost at g = 1e-12.
  @Test func longLifetimes() throws {
    let w = window(200, 3500)
    let component = YieldComponent(source: .table([1]), window: w)
    let scanner = try Self.model([0.0167], [Self.channel([component])]).scanner()
    let width = w.width.perCouplingSquared(mass: 0.0167, index: 0)
    let momentum = (90 * 90 - 0.0167 * 0.0167).squareRoot()
    let perLength = width * 0.0167 / (momentum * Constants.hbarc_GeVmm)
    for g in [1e-12, 1e-9] {
      let expected = g * g * g * g * perLength * 3300
      #expect(abs(scanner.signals(mass: 0, coupling: g)[0] / expected - 1) < 1e-7)
    }
    // 16.7 MeV at 100 GeV and ε = 1.3e-4: γβcτ = 1721 mm (mission table B6).
    let length =
      (100 * 100 - 0.0167 * 0.0167).squareRoot() * Constants.hbarc_GeVmm
      / (0.0167 * width * 1.3e-4 * 1.3e-4)
    #expect(abs(length - 1721) < 1)
  }

  /// Producing at z is the same as a window that is nearer by z; behind the window nothing counts.
  @Test func placeOfProduction() throws {
    var moved = window(200, 3500)
    moved.productions_mm = [150]
    let scanner = { (w: DecayWindow) in
      try Self.model([0.0167], [Self.channel([YieldComponent(source: .table([1]), window: w)])]).scanner()
    }
    for g in [1e-6, 3e-4, 2e-3] {
      let a = try scanner(moved).signals(mass: 0, coupling: g)[0]
      let b = try scanner(window(50, 3350)).signals(mass: 0, coupling: g)[0]
      #expect(abs(a / b - 1) < 1e-12)
    }
    moved.productions_mm = [4000]
    #expect(try scanner(moved).signals(mass: 0, coupling: 1e-4)[0] == 0)
    // Inside the window every decay ahead of z counts.
    moved.productions_mm = [1000]
    #expect(abs(try scanner(moved).signals(mass: 0, coupling: 1)[0] - 1) < 1e-9)
  }

  /// Two runs: the combination is stronger than either, and equals the counting model at the edge.
  @Test func combination() throws {
    let table = YieldComponent(source: .table([1e-3]))
    let one = Self.channel(
      [table], exposure: 4.3e10, background: 0.1, error: 0.03, observed: 0,
      uncertainties: ["eot": 0.05, "cross section": 0.1, "efficiency 2016": 0.13], name: "2016")
    let two = Self.channel(
      [table], exposure: 1.9e11, background: 0.3, error: 0.1, observed: 1,
      uncertainties: ["eot": 0.05, "cross section": 0.1, "efficiency 2018": 0.17], name: "2018")
    func edge(_ channels: [CouplingChannel]) throws -> Double {
      var scanner = try Self.model([0.01], channels).scanner()
      return try scanner.exclusion(mass: 0).observed.intervals[0].lower
    }
    let both = try edge([one, two])
    #expect(try both < edge([one]) && both < edge([two]))
    let counting = try CountingModel(
      channels: [one, two].map {
        CountingChannel(
          name: $0.name, signal: $0.exposure * 1e-3 * 1e-10, background: $0.background,
          backgroundError: $0.backgroundError, observed: $0.observed,
          signalUncertainties: $0.signalUncertainties)
      }
    ).upperLimit().value
    #expect(abs(both / (1e-5 * counting.squareRoot()) - 1) < 1e-9)
  }

  /// y = ε²α_D/R⁴; α_D = y_th R⁴/ε²: one undoes the other.
  @Test func planes() throws {
    let y = CouplingPlane.thermalVariable(alphaD: 0.1, massRatio: 3)
    #expect(abs(y.y(mass: 0.03, coupling: 1)! - 1.2345679012345679e-3) < 1e-15)  // mission table B12
    #expect(abs(y.x(mass: 0.03) - 0.01) < 1e-15)
    let alpha = CouplingPlane.alphaD(massRatio: 3, masses_GeV: [0.001, 0.1], thermalY: [1e-13, 1e-9])
    let thermal = 1e-13 * pow(0.01 / 0.001, 2)
    let found = alpha.y(mass: 0.03, coupling: 1e-5)!
    #expect(abs(found / (thermal * 81 / 1e-10) - 1) < 1e-9)
    #expect(alpha.y(mass: 3, coupling: 1e-5) == nil)
  }
}

@Suite struct CouplingYieldTests {
  private func line(_ alphaD: Double, _ kind: ResonantYield.DarkMatter = .dirac) -> ResonantYield {
    ResonantYield(
      energies_GeV: [1, 20, 60, 100], trackLength_mm_per_GeV: [2, 0.7, 0.3, 0.05],
      electronDensity_per_mm3: 2.7e21, minimumEnergy_GeV: 0, darkMatter: kind, alphaD: alphaD, massRatio: 3)
  }

  /// A narrow line holds ∫σ dE = 2π²α/m_e at E_R = m²/2m_e − m_e, for every kind of dark matter.
  @Test func narrowLine() {
    for kind in ResonantYield.DarkMatter.allCases {
      let mass = 0.2
      let electron = Constants.electronMass_GeV
      let resonance = mass * mass / (2 * electron) - electron
      let track = 0.7 + (0.3 - 0.7) * (resonance - 20) / 40
      let area = 2 * 3.141592653589793 * 3.141592653589793 * Constants.fineStructure / electron
      let expected = 2.7e21 * track * area * Constants.hbarc_GeVmm * Constants.hbarc_GeVmm
      let found = line(1e-7, kind).perPrimary(mass: mass, alphaD: 1e-7)
      #expect(abs(found / expected - 1) < 1e-4, "\(kind)")
    }
  }

  /// A wide line by brute force in E (trapezoids), with the cross section written out again.
  @Test func wideLine() {
    let yield = line(0.5)
    let (mass, alphaD) = (0.2, 0.5)
    let electron = Constants.electronMass_GeV
    let chi2 = mass * mass / 9
    func track(_ e: Double) -> Double {
      e < 20 ? 2 + (0.7 - 2) * (e - 1) / 19 : e < 60 ? 0.7 - 0.4 * (e - 20) / 40 : 0.3 - 0.25 * (e - 60) / 40
    }
    let gamma =
      alphaD * mass / 3 * (1 + 2 * chi2 / (mass * mass)) * (1 - 4 * chi2 / (mass * mass)).squareRoot()
    var sum = 0.0
    let steps = 400_000
    for k in 0...steps {
      let energy = 1 + 99 * Double(k) / Double(steps)
      let s = 2 * electron * (energy + electron)
      guard s > 4 * chi2 else { continue }
      let phase = (1 + 2 * chi2 / s) * (1 - 4 * chi2 / s).squareRoot()
      let propagator = (s - mass * mass) * (s - mass * mass) + mass * mass * gamma * gamma
      let sigma = 4 * 3.141592653589793 / 3 * Constants.fineStructure * alphaD * s * phase / propagator
      sum += (k == 0 || k == steps ? 0.5 : 1) * track(energy) * sigma * 99 / Double(steps)
    }
    let expected = 2.7e21 * sum * Constants.hbarc_GeVmm * Constants.hbarc_GeVmm
    #expect(abs(yield.perPrimary(mass: mass, alphaD: alphaD) / expected - 1) < 1e-5)
  }

  /// Widths: PDG-style formulas at the threshold and far above it, and the ALP's 1/(64π).
  @Test func widths() {
    let m = 1.0
    #expect(
      abs(
        DecayWidth.vectorToElectrons.perCouplingSquared(mass: m, index: 0)
          / (Constants.fineStructure / 3) - 1) < 1e-9)
    for width in [DecayWidth.vectorToElectrons, .scalarToElectrons, .pseudoscalarToElectrons] {
      #expect(width.perCouplingSquared(mass: 1.0219e-3, index: 0) == 0)
      #expect(width.perCouplingSquared(mass: 1.0221e-3, index: 0) > 0)
    }
    #expect(
      abs(DecayWidth.alpToPhotons.perCouplingSquared(mass: 0.1, index: 0) - 4.973591971621729e-6) < 1e-18)
  }
}

@Suite struct ProjectionTests {
  @Test func meanLimitAgainstTheTable() throws {
    guard let rows = try ReferenceFile.rows("expected_exact_cls.json") else { return }
    var worst = 0.0
    for row in rows {
      var model = try CountingModel(channels: [
        CountingChannel(name: "c", signal: 1, background: row[0], observed: 3)
      ])
      model.confidenceLevel = row[1]
      worst = max(worst, abs(try model.meanExpectedLimit() - row[7]))
    }
    print("mean expected limits: worst \(worst)")
    #expect(worst < 1e-6)
  }

  /// Without background the coupling falls as the square root of the exposure; with one that grows, slower.
  @Test func exposure() throws {
    let table = YieldComponent(source: .table([1e-3]))
    let model = try CouplingTests.model(
      [0.01], [CouplingTests.channel([table], exposure: 1e11, background: 0.5, error: 0.1)])
    func median(_ factor: Double, _ scales: Bool) throws -> Double {
      var scanner = model.scaled(by: factor, backgroundScales: scales).scanner()
      return try scanner.exclusion(mass: 0).exclusions[3].intervals[0].lower
    }
    let base = try median(1, true)
    #expect(abs(try median(100, false) / (base / 10) - 1) < 1e-9)
    #expect(try median(100, true) > 1.5 * base / 10)
  }

  /// The optimum of a toy selection: signal 1 − exp(−x/20), background 0.02·exp(x/12); brute force agrees.
  @Test func optimum() throws {
    let cuts = stride(from: 10.0, through: 90, by: 5).map { $0 }
    let answer = try SelectionOptimum.answer(
      json: [
        "selections": .array(
          cuts.map { cut in
            [
              "cut": .number(cut),
              "channels": [
                [
                  "name": "c", "signal": .number(10 * (1 - exp(-cut / 20))),
                  "background": .number(0.02 * exp(cut / 12)), "observed": 0,
                ]
              ],
            ]
          })
      ])
    let means = try cuts.map { cut in
      let b = 0.02 * exp(cut / 12)
      var sum = 0.0
      for n in 0...120 {
        sum +=
          SpecialFunctions.poissonProbability(n, mean: b)
          * (try CountingLimit.events(observed: n, background: b).value)
      }
      return sum / (10 * (1 - exp(-cut / 20)))
    }
    let best = means.indices.min { means[$0] < means[$1] }!
    #expect(answer["best"] == .number(Double(best)))
    #expect(best > 0 && best < cuts.count - 1)
    if case .array(let rows)? = answer["rows"], case .number(let mean)? = rows[best]["expected_mean"] {
      #expect(abs(mean / means[best] - 1) < 1e-6)
    } else {
      Issue.record("no rows")
    }
  }
}

import Core
import Numerics

/// Other beam particles in the gate.
///
/// Particles come at random with the rate of the spill. One that comes Δt before (Δt < 0: after) the
/// triggering one adds the part of its pulse that is left at the moment at which ours is measured, the peak:
///
///     w(Δt) = p(τ + Δt),   p(t) = (t/τ) exp(1 − t/τ) for t > 0, else 0          (CR–RC shaper)
///
/// A pulse farther than `resolved_ns` from ours is seen as one of its own and subtracted up to a part
/// `residual` of what it would add.
/// - Mean of the sum of weights: rate · ∫ w dΔt = rate · e · τ without subtraction.
/// - Checked by: `PileUpTests` (mean, variance, Poisson counts; a planted wrong shape fails).
public struct PileUp: Sendable, Equatable {
  public let particlesPerSpill: Double
  public let spill_s: Double
  /// Ratio of the instantaneous to the mean rate.
  public let dutyFactor: Double
  public let shaping_ns: Double
  public let resolved_ns: Double
  public let residual: Double
  /// Number of different beam events that are overlaid, of each kind of particle.
  public let libraryEvents: Int
  /// The beam that these particles come from, as given; nil = that of the run.
  public let beam: JSON?
  /// The mixture of that beam, when it is another one than the card of the beam says: {"e-": 0.997, "pi-": 0.003}.
  public let composition: JSON?
  /// Relative shares of the kinds of particles; whoever resolves the beam sets them.
  public internal(set) var shares = [1.0]
  public let source: String
  public let assumption: String

  /// Later than this after a pulse's start nothing is left of it: w < 1e-5.
  static let pulseLength = 16.0
  public static let largestMeanCount = 1000.0

  public init(json: JSON, path: String) throws {
    var card = try Card(json, path: path)
    particlesPerSpill = try card.number("particles_per_spill", in: 0...1e12)
    spill_s = try card.number("spill_s", default: 4.8, in: 1e-3...1e6)
    dutyFactor = try card.number("duty_factor", default: 1, in: 1...1000)
    shaping_ns = try card.number("shaping_ns", default: 25, in: 0.1...1e5)
    resolved_ns = try card.number("resolved_ns", default: 1e9, in: 0...1e9)
    residual = try card.number("residual", default: 1, in: 0...1)
    libraryEvents = try card.integer("library_events", default: 50, in: 1...10_000)
    beam = card.optional("beam")
    composition = card.optional("composition")
    source = try card.string("source", default: "")
    assumption = try card.string("assumption", default: "")
    try card.finish()
    let mean = rate_per_ns * window_ns
    guard mean <= PileUp.largestMeanCount else {
      throw HermeticError.range(
        card.pathOf("particles_per_spill"), particlesPerSpill,
        allowed: "such that fewer than \(PileUp.largestMeanCount) particles, now \(mean), come within a pulse"
      )
    }
  }

  public var json: JSON {
    .object(
      [
        JSON.Member("particles_per_spill", .number(particlesPerSpill)),
        JSON.Member("spill_s", .number(spill_s)), JSON.Member("duty_factor", .number(dutyFactor)),
        JSON.Member("shaping_ns", .number(shaping_ns)), JSON.Member("resolved_ns", .number(resolved_ns)),
        JSON.Member("residual", .number(residual)),
        JSON.Member("library_events", .number(Double(libraryEvents))),
      ] + (beam.map { [JSON.Member("beam", $0)] } ?? [])
        + (composition.map { [JSON.Member("composition", $0)] } ?? [])
        + (source.isEmpty ? [] : [JSON.Member("source", .string(source))])
        + (assumption.isEmpty ? [] : [JSON.Member("assumption", .string(assumption))]))
  }

  public var rate_per_ns: Double { dutyFactor * particlesPerSpill / spill_s * 1e-9 }
  /// Times before our pulse's peak at which a particle can still matter.
  public var window_ns: Double { PileUp.pulseLength * shaping_ns }

  /// Weight of a particle that came `earlier_ns` before ours.
  public func weight(earlier_ns: Double) -> Double {
    let t = (shaping_ns + earlier_ns) / shaping_ns
    guard t > 0 else { return 0 }
    let pulse = t * exp(1 - t)
    return earlier_ns.magnitude > resolved_ns ? residual * pulse : pulse
  }

  public struct Particle: Equatable, Sendable {
    /// Which of the library's events, kind by kind.
    public let event: Int
    public let earlier_ns: Double
    public let weight: Double
  }

  /// The other particles of one event.
  public func draw(_ rng: inout RandomStream) -> [Particle] {
    let count = Int(rng.poisson(mean: rate_per_ns * window_ns))
    return (0..<count).map { _ in
      let event = min(libraryEvents - 1, Int(rng.uniform() * Double(libraryEvents)))
      let earlier = rng.uniform() * window_ns - shaping_ns
      let kind = shares.count > 1 ? drawKind(&rng) : 0
      return Particle(
        event: kind * libraryEvents + event, earlier_ns: earlier, weight: weight(earlier_ns: earlier))
    }
  }

  /// Those of the same event that came so early or late that a calorimeter does not see them, for detectors that are
  /// sensitive from `before` ns earlier to `after` ns later; whoever asks sees to it that these are fewer than
  /// `largestMeanCount`.
  public func draw(before: Double, after: Double, _ rng: inout RandomStream) -> [Particle] {
    let early = max(0, before - (window_ns - shaping_ns))
    let late = max(0, after - shaping_ns)
    let count = Int(rng.poisson(mean: rate_per_ns * (early + late)))
    return (0..<count).map { _ in
      let event = min(libraryEvents - 1, Int(rng.uniform() * Double(libraryEvents)))
      let place = rng.uniform() * (early + late)
      let kind = shares.count > 1 ? drawKind(&rng) : 0
      let earlier = place < early ? window_ns - shaping_ns + place : -shaping_ns - (place - early)
      return Particle(event: kind * libraryEvents + event, earlier_ns: earlier, weight: 0)
    }
  }

  private func drawKind(_ rng: inout RandomStream) -> Int {
    var left = rng.uniform() * shares.reduce(0, +)
    for (kind, share) in shares.enumerated() {
      left -= share
      if left < 0 { return kind }
    }
    return shares.lastIndex { $0 > 0 } ?? 0
  }
}

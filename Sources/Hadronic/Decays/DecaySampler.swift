import Core
import Events
import Numerics

/// Decays of unstable particles: mode by branching fraction, momenta by the mode's spectrum, boosted to the particle.
///
/// Immutable after `init`; draws into the caller's `FinalState`. Four-momentum is conserved to rounding. Polarisation is
/// ignored (muons from pions, τ); τ → hadrons and η′ → π⁺π⁻π⁰γ are phase space without resonances.
///
/// - Checked by: `DecaySamplerTests`.
public struct DecaySampler: @unchecked Sendable {
  /// A mode as the loop reads it.
  @usableFromInline struct Mode {
    var cumulative: Double
    var count: Int
    var products: (Particle, Particle, Particle, Particle, Particle)
    var spectrum: DecaySpectrum
    var slope: Double
    var curvature: Double
    /// Bound of the weight over the Dalitz plot.
    var largestWeight: Double
  }

  let table = ParticleTable.shared
  private let first: UnsafeMutablePointer<Int>
  private let modes: UnsafeMutablePointer<Mode>

  public static let shared = DecaySampler()

  private init() {
    let kinds = Particle.count
    first = .allocate(capacity: kinds + 1)
    var list: [Mode] = []
    for particle in Particle.allCases {
      first[Int(particle.rawValue)] = list.count
      let all = DecayModes.of(particle)
      let sum = all.reduce(0) { $0 + $1.fraction }
      var cumulative = 0.0
      for mode in all {
        cumulative += mode.fraction / sum
        let p = mode.products + [Particle](repeating: .photon, count: 5 - mode.products.count)
        var entry = Mode(
          cumulative: cumulative, count: mode.products.count, products: (p[0], p[1], p[2], p[3], p[4]),
          spectrum: mode.spectrum, slope: mode.slope, curvature: mode.curvature, largestWeight: 1)
        if mode.spectrum != .phaseSpace { entry.largestWeight = Self.bound(particle, entry) }
        list.append(entry)
      }
    }
    first[kinds] = list.count
    modes = .allocate(capacity: list.count)
    for (index, mode) in list.enumerated() { (modes + index).initialize(to: mode) }
  }

  public func decays(_ particle: Particle) -> Bool {
    first[Int(particle.rawValue) + 1] > first[Int(particle.rawValue)]
  }

  /// Adds the products of one decay in flight to `final`.
  ///
  /// - Parameter mode: index in `DecayModes.of`; nil draws it.
  public func decay(
    _ particle: Particle, kineticEnergy_GeV: Double, direction: Vector3, mode chosen: Int? = nil,
    _ rng: inout RandomStream, into final: inout FinalState
  ) {
    let begin = first[Int(particle.rawValue)]
    let end = first[Int(particle.rawValue) + 1]
    guard end > begin else { return }
    var index = begin
    if let chosen {
      index = min(begin + max(0, chosen), end - 1)
    } else {
      let u = rng.uniform()
      while index < end - 1, modes[index].cumulative < u { index += 1 }
    }
    let mass = table.mass(particle)
    let parent = FourMomentum(mass: mass, kineticEnergy: kineticEnergy_GeV, direction: direction)
    let mode = modes[index]
    switch mode.count {
    case 2: twoBody(parent, mass, mode, &rng, &final)
    case 3: threeBody(parent, mass, mode, &rng, &final)
    default: manyBody(parent, mass, mode, &rng, &final)
    }
  }

  @inline(__always)
  private func emit(
    _ particle: Particle, _ rest: FourMomentum, _ parent: FourMomentum, _ mass: Double,
    _ final: inout FinalState
  ) {
    let vector = rest.boosted(by: parent, mass: mass)
    final.add(
      particle, kineticEnergy_GeV: vector.kineticEnergy(mass: table.mass(particle)),
      direction: vector.momentum.normalized)
  }

  private func twoBody(
    _ parent: FourMomentum, _ mass: Double, _ mode: Mode, _ rng: inout RandomStream, _ final: inout FinalState
  ) {
    let (a, b) = (mode.products.0, mode.products.1)
    let k = twoBodyMomentum(mass, table.mass(a), table.mass(b))
    let unit = rng.isotropic()
    emit(a, FourMomentum(mass: table.mass(a), momentum: k * unit), parent, mass, &final)
    emit(b, FourMomentum(mass: table.mass(b), momentum: -k * unit), parent, mass, &final)
  }

  private func threeBody(
    _ parent: FourMomentum, _ mass: Double, _ mode: Mode, _ rng: inout RandomStream, _ final: inout FinalState
  ) {
    let m = (table.mass(mode.products.0), table.mass(mode.products.1), table.mass(mode.products.2))
    let plot = DalitzPlot(mass: mass, m.0, m.1, m.2)
    while true {
      let e: (Double, Double, Double)
      if mode.spectrum == .dalitz {
        e = plot.drawPair(&rng)
      } else {
        e = plot.draw(&rng)
      }
      if mode.spectrum != .phaseSpace {
        let weight = Self.weight(mode, plot, e)
        if rng.uniform() * mode.largestWeight > weight { continue }
      }
      let (p0, p1, p2) = plot.momenta(e, &rng)
      emit(mode.products.0, p0, parent, mass, &final)
      emit(mode.products.1, p1, parent, mass, &final)
      emit(mode.products.2, p2, parent, mass, &final)
      return
    }
  }

  /// Phase space of four or five: chain of two-body decays, intermediate masses sorted uniform numbers, accepted with the
  /// product of the momenta (Raubold, Lynch; James, CERN 68-15).
  private func manyBody(
    _ parent: FourMomentum, _ mass: Double, _ mode: Mode, _ rng: inout RandomStream, _ final: inout FinalState
  ) {
    let particles = mode.products
    func product(_ i: Int) -> Particle {
      switch i {
      case 0: return particles.0
      case 1: return particles.1
      case 2: return particles.2
      case 3: return particles.3
      default: return particles.4
      }
    }
    let n = mode.count
    var sum = 0.0
    for i in 0..<n { sum += table.mass(product(i)) }
    let spare = mass - sum
    // Invariant masses of the first 2, 3, … n products.
    var invariant = (0.0, 0.0, 0.0, 0.0)
    var momenta = (0.0, 0.0, 0.0, 0.0)
    while true {
      var a = rng.uniform()
      var b = rng.uniform()
      var c = n == 5 ? rng.uniform() : 1
      if a > b { swap(&a, &b) }
      if b > c { swap(&b, &c) }
      if a > b { swap(&a, &b) }
      let m01 = table.mass(product(0)) + table.mass(product(1))
      let m012 = m01 + table.mass(product(2))
      let m0123 = m012 + table.mass(product(3))
      invariant = (m01 + a * spare, m012 + b * spare, n == 5 ? m0123 + c * spare : mass, mass)
      momenta = (
        twoBodyMomentum(invariant.0, table.mass(product(0)), table.mass(product(1))),
        twoBodyMomentum(invariant.1, invariant.0, table.mass(product(2))),
        twoBodyMomentum(invariant.2, invariant.1, table.mass(product(3))),
        n == 5 ? twoBodyMomentum(mass, invariant.2, table.mass(product(4))) : 1
      )
      let bound =
        twoBodyMomentum(m01 + spare, table.mass(product(0)), table.mass(product(1)))
        * twoBodyMomentum(m012 + spare, m01, table.mass(product(2)))
        * twoBodyMomentum(m0123 + spare, m012, table.mass(product(3)))
        * (n == 5 ? twoBodyMomentum(mass, m0123, table.mass(product(4))) : 1)
      if rng.uniform() * bound < momenta.0 * momenta.1 * momenta.2 * momenta.3 { break }
    }
    var frame = parent
    var frameMass = mass
    for i in stride(from: n - 1, through: 1, by: -1) {
      let k = i == 4 ? momenta.3 : (i == 3 ? momenta.2 : (i == 2 ? momenta.1 : momenta.0))
      let rest =
        i == 4 ? invariant.2 : (i == 3 ? invariant.1 : (i == 2 ? invariant.0 : table.mass(product(0))))
      let unit = rng.isotropic()
      emit(
        product(i), FourMomentum(mass: table.mass(product(i)), momentum: k * unit), frame, frameMass, &final)
      let remainder = FourMomentum(mass: rest, momentum: -k * unit)
      if i == 1 {
        emit(product(0), remainder, frame, frameMass, &final)
      } else {
        frame = remainder.boosted(by: frame, mass: frameMass)
        frameMass = rest
      }
    }
  }
}

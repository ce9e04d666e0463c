import Core
import Events

/// Masses, charges and lives as plain arrays: `Particle`'s own table holds names, which a step must not touch.
@frozen public struct ParticleTable: @unchecked Sendable {
  public let mass_GeV: UnsafePointer<Double>
  public let charge: UnsafePointer<Int>
  public let baryonNumber: UnsafePointer<Int>
  public let strangeness: UnsafePointer<Int>
  /// Available energy at rest, `Particle.availableEnergy_GeV` of zero kinetic energy.
  public let availableRest_GeV: UnsafePointer<Double>
  public let meanLife_ns: UnsafePointer<Double>

  public static let shared = ParticleTable()

  private init() {
    let count = Particle.count
    func array<T>(_ value: (Particle) -> T) -> UnsafePointer<T> {
      let memory = UnsafeMutablePointer<T>.allocate(capacity: count)
      for particle in Particle.allCases { (memory + Int(particle.rawValue)).initialize(to: value(particle)) }
      return UnsafePointer(memory)
    }
    mass_GeV = array { $0.mass_GeV }
    charge = array { $0.charge }
    baryonNumber = array { $0.baryonNumber }
    strangeness = array {
      switch $0 {
      case .kaonPlus, .antilambda: return 1
      case .kaonMinus, .lambda: return -1
      default: return 0
      }
    }
    availableRest_GeV = array { $0.availableEnergy_GeV(kineticEnergy_GeV: 0) }
    meanLife_ns = array { $0.meanLife_ns }
  }

  @inline(__always) public func mass(_ particle: Particle) -> Double { mass_GeV[Int(particle.rawValue)] }
  @inline(__always) public func charge(_ particle: Particle) -> Int { charge[Int(particle.rawValue)] }
  @inline(__always) public func baryon(_ particle: Particle) -> Int { baryonNumber[Int(particle.rawValue)] }
  @inline(__always) public func availableRest(_ particle: Particle) -> Double {
    availableRest_GeV[Int(particle.rawValue)]
  }
  @inline(__always) public func life_ns(_ particle: Particle) -> Double {
    meanLife_ns[Int(particle.rawValue)]
  }
}

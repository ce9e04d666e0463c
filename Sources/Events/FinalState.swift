import Numerics

/// The products of an interaction or decay with any number of particles, in a buffer that is reused: nothing in
/// the step loop allocates once it has its size. The owner frees it.
///
/// `nuclearLoss_GeV` is what is neither carried by a particle nor deposited (binding energy of broken nuclei);
/// together with the particles' available energies and the deposit it makes up the projectile's available
/// energy.
public struct FinalState {
  public private(set) var secondaries: UnsafeMutablePointer<Secondary>
  public private(set) var count = 0
  private var capacity: Int
  public var localDeposit_GeV = 0.0
  public var nuclearLoss_GeV = 0.0

  public init(capacity: Int = 256) {
    self.capacity = max(1, capacity)
    secondaries = .allocate(capacity: self.capacity)
  }

  public func free() { secondaries.deallocate() }

  public mutating func removeAll() {
    count = 0
    localDeposit_GeV = 0
    nuclearLoss_GeV = 0
  }

  public mutating func add(_ secondary: Secondary) {
    if count == capacity { grow() }
    (secondaries + count).initialize(to: secondary)
    count &+= 1
  }

  public mutating func add(_ particle: Particle, kineticEnergy_GeV: Double, direction: Vector3) {
    add(Secondary(particle: particle, kineticEnergy_GeV: kineticEnergy_GeV, direction: direction))
  }

  /// What the products hold of the projectile's available energy (`Particle.availableEnergy_GeV`).
  public var availableEnergy_GeV: Double {
    var sum = localDeposit_GeV + nuclearLoss_GeV
    for index in 0..<count {
      let product = secondaries[index]
      sum += product.particle.availableEnergy_GeV(kineticEnergy_GeV: product.kineticEnergy_GeV)
    }
    return sum
  }

  private mutating func grow() {
    let larger = UnsafeMutablePointer<Secondary>.allocate(capacity: 2 * capacity)
    larger.moveInitialize(from: secondaries, count: count)
    secondaries.deallocate()
    secondaries = larger
    capacity *= 2
  }
}

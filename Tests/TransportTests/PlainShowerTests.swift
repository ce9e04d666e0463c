import Core
import Events
import Geometry
import Matter
import Numerics
import Testing

@testable import Transport

/// The width of showers in lead against a second programme (`PlainShower`), and what long steps do to it.
@Suite struct PlainShowerTests {
  static let short = Result {
    try PlainShower("Pb", radiationLengths: 40).shoot(kineticEnergy_GeV: 1, events: 60, steps: .short)
  }

  /// Shares of the beam energy within radii, each with its error, by full transport.
  func full(_ radii_mm: [Double], events: Int) throws -> [(mean: Double, error: Double)] {
    let thickness = 40 * (try MaterialCatalogue.builtin("Pb")).radiationLength_mm
    let card: JSON = [
      "world": ["material": "Pb", "size_mm": [1000, 1000, .number(thickness)]], "volumes": [],
    ]
    let world = try World(json: card, path: "", materialNamed: MaterialCatalogue.builtin)
    let physics = TransportPhysics(
      materials: world.materials, settings: TransportSettings(), highestEnergy_GeV: 20)
    var transport = ShowerTransport(world: world, physics: physics)
    let log = UnsafeMutablePointer<DepositLog>.allocate(capacity: 1)
    log.initialize(to: DepositLog(capacity: 10_000))
    transport.logDeposits(to: log)
    defer {
      log.pointee.free()
      log.deallocate()
      transport.free()
    }
    var sums = radii_mm.map { _ in (first: 0.0, second: 0.0) }
    for event in 0..<events {
      log.pointee.clear()
      transport.simulate(
        ParticleState(
          particle: .electron, kineticEnergy_GeV: 1, position: Vector3(0, 0, 1e-9 - 0.5 * thickness),
          direction: Vector3(0, 0, 1)), seed: 5, event: UInt64(event))
      for (index, radius) in radii_mm.enumerated() {
        var share = 0.0
        for deposit in UnsafeBufferPointer(start: log.pointee.deposits, count: log.pointee.count)
        where deposit.position.x * deposit.position.x + deposit.position.y * deposit.position.y < radius
          * radius
        {
          share += deposit.energy_GeV
        }
        sums[index].first += share
        sums[index].second += share * share
      }
    }
    let n = Double(events)
    return sums.map { ($0.first / n, (($0.second / n - $0.first * $0.first / (n * n)) / n).squareRoot()) }
  }

  /// Two programmes with the same cross sections and nothing else in common but the law of condensed steps.
  @Test func widthsAgree() throws {
    let radii = [1.0, 5, 10, 20]
    let plain = try PlainShowerTests.short.get()
    #expect(plain.imbalance < 1e-9)
    for (radius, ours) in zip(radii, try full(radii, events: 300)) {
      let other = plain.share(radius)
      let error = (ours.error * ours.error + other.error * other.error).squareRoot()
      print("within \(radius) mm: \(ours.mean) ± \(ours.error), plain \(other.mean) ± \(other.error)")
      #expect((ours.mean - other.mean).magnitude < 0.01 + 3 * error)
    }
  }

  /// Steps as long as a fifth of the range, without displacement, keep 3 % more of the energy within 1 mm: the peer's
  /// surplus (docs/validation_em.md).
  @Test func longStepsNarrowTheCore() throws {
    let short = try PlainShowerTests.short.get().share(1)
    let long = try PlainShower("Pb", radiationLengths: 40).shoot(
      kineticEnergy_GeV: 1, events: 150, steps: .long
    )
    .share(1)
    let error = (short.error * short.error + long.error * long.error).squareRoot()
    print("within 1 mm, long steps − short: \(long.mean - short.mean) ± \(error)")
    #expect(long.mean - short.mean > 3 * error)
    #expect((long.mean - short.mean - 0.029).magnitude < 3.5 * error)
  }
}

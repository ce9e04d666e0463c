import Core
import Events
import Geometry
import Matter
import Numerics

/// What full transport in the recorder's calorimeter needs.
public struct LibraryPhysics {
  public let materials: [Material]
  public let transport: TransportSettings

  public init(materials: [Material], transport: TransportSettings) {
    self.materials = materials
    self.transport = transport
  }
}

/// Makes showers by full transport in a calorimeter with the layers of the user's, but large enough to hold
/// them, and condenses each to a few hundred spots.
struct ShowerRecorder {
  struct Task {
    let particle: Particle
    let energy_GeV: Double
    /// Where in a layer the particle starts, 0 front to 1 rear.
    let startFraction: Double
    let number: UInt64
  }

  let layering: Layering
  let settings: ShowerLibrarySettings
  let world: World
  let physics: TransportPhysics
  /// The layer in which showers start.
  let startLayer: Int
  let slabMiddles: [Double]
  private let slabRears: [Double]

  init(layering: Layering, physics library: LibraryPhysics, settings: ShowerLibrarySettings) throws {
    self.layering = layering
    self.settings = settings
    let thickness = layering.layerThickness_mm
    var depth = 0.0
    var middles: [Double] = []
    var rears: [Double] = []
    for slab in layering.slabs {
      middles.append((depth + 0.5 * slab.thickness_mm) / thickness)
      depth += slab.thickness_mm
      rears.append(depth / thickness)
    }
    slabMiddles = middles
    slabRears = rears
    let inverse = layering.slabs.reduce(0) {
      $0 + $1.thickness_mm / library.materials[$1.material].radiationLength_mm
    }
    guard inverse > 0 else {
      throw HermeticError(
        .configuration, "a calorimeter of nothing has no showers (fidelity \"fast\"). Use \"full\".")
    }
    let radiationLength = thickness / inverse
    // 8 X0 for what goes back, 36 X0 beyond: 1e-5 of a 10 GeV shower leaves.
    startLayer = Int((8 * radiationLength / thickness).rounded(.up))
    let layers = startLayer + Int((36 * radiationLength / thickness).rounded(.up)) + 1
    guard layers <= 100_000 else {
      throw HermeticError(
        .configuration,
        "the layers are too thin for recorded showers (\(layers) layers would be needed). Use fidelity \"full\"."
      )
    }
    let half = 40 * radiationLength
    let length = Double(layers) * thickness
    let names = layering.slabs.map { "m\($0.material)" }
    let card: JSON = [
      "world": [
        "material": "vacuum",
        "size_mm": .array([.number(2 * half + 20), .number(2 * half + 20), .number(length + 20)]),
      ],
      "volumes": .array([
        [
          "name": "calorimeter", "shape": "layered_calorimeter", "layers": .number(Double(layers)),
          "size_mm": .array([.number(2 * half), .number(2 * half)]),
          "position_mm": .array([.number(0), .number(0), .number(0)]),
          "slabs": .array(
            zip(names, layering.slabs).map {
              ["material": .string($0), "thickness_mm": .number($1.thickness_mm)]
            }),
        ]
      ]),
    ]
    let materials = library.materials
    world = try World(json: card, path: "fast library") { name in
      if let index = Int(name.dropFirst()), name.first == "m", materials.indices.contains(index) {
        return materials[index]
      }
      return try MaterialCatalogue.builtin(name)
    }
    physics = TransportPhysics(
      materials: world.materials, settings: library.transport, highestEnergy_GeV: 200)
  }

  /// The numbers of the first showers that start in each slab, and the end.
  func slabStarts(count: Int) -> [Int32] {
    [0]
      + slabRears.map { rear in
        Int32((0..<count).firstIndex { (Double($0) + 0.5) / Double(count) >= rear } ?? count)
      }
  }

  /// Each shower depends on its task and the seed alone.
  func record(_ tasks: [Task], largestShower_GeV: Double, threads: Int) -> [[ShowerSpot]] {
    let radii = ringRadii()
    var showers = [[ShowerSpot]](repeating: [], count: tasks.count)
    showers.withUnsafeMutableBufferPointer { buffer in
      let slots = buffer.baseAddress!
      // From the end: the costly ones first.
      let work = SharedCounter(from: 0, to: UInt64(tasks.count))
      Threads.run(count: max(1, min(threads, tasks.count))) { _ in
        let condenser = ShowerCondenser(
          layering: layering, slabMiddles: slabMiddles, startLayer: startLayer,
          slabCount: world.view.slabCount(1), ringRadii_mm: radii, largestShower_GeV: largestShower_GeV)
        withTransport({ condenser.add($0) }) { transport, log in
          while let next = work.next() {
            let index = tasks.count - 1 - Int(next)
            let task = tasks[index]
            condenser.begin(RandomStream(seed: settings.seed, event: task.number, purpose: .response))
            simulate(task, &transport)
            log.pointee.flush()
            slots[index] = condenser.finish(startFraction: task.startFraction)
          }
        }
      }
    }
    return showers
  }

  /// A transport whose deposits go to `listener`.
  private func withTransport(
    _ listener: @escaping (UnsafeBufferPointer<Deposit>) -> Void,
    _ body: (inout ShowerTransport, UnsafeMutablePointer<DepositLog>) -> Void
  ) {
    var transport = ShowerTransport(world: world, physics: physics)
    let log = UnsafeMutablePointer<DepositLog>.allocate(capacity: 1)
    log.initialize(to: DepositLog(capacity: 4096, whenFull: listener))
    transport.logDeposits(to: log)
    body(&transport, log)
    log.pointee.free()
    log.deinitialize(count: 1)
    log.deallocate()
    transport.free()
  }

  private func simulate(_ task: Task, _ transport: inout ShowerTransport) {
    let front = world.view.planeZ(of: 1, entering: Int32(startLayer * layering.slabs.count), directionZ: 1)
    transport.simulate(
      ParticleState(
        particle: task.particle, kineticEnergy_GeV: task.energy_GeV,
        position: Vector3(0, 0, front + task.startFraction * layering.layerThickness_mm),
        direction: Vector3(0, 0, 1)), seed: settings.seed, event: task.number)
  }

  /// Radii that hold `ShowerCondenser.ringShares` of the energy of four photons of 0.5 GeV.
  private func ringRadii() -> [Double] {
    let box = RadiusList()
    withTransport({ box.add($0) }) { transport, log in
      for number in 0..<4 {
        simulate(
          Task(
            particle: .photon, energy_GeV: 0.5, startFraction: 0.125 + 0.25 * Double(number),
            number: UInt64.max - UInt64(number)), &transport)
        log.pointee.flush()
      }
    }
    return box.quantiles(ShowerCondenser.ringShares)
  }
}

/// Distances of deposits from the axis, with their energies.
private final class RadiusList {
  private var list: [(radius: Double, energy: Double)] = []

  func add(_ deposits: UnsafeBufferPointer<Deposit>) {
    for deposit in deposits where deposit.location.volume == 1 {
      let p = deposit.position
      list.append(((p.x * p.x + p.y * p.y).squareRoot(), deposit.energy_GeV))
    }
  }

  func quantiles(_ shares: [Double]) -> [Double] {
    list.sort { $0.radius < $1.radius }
    let total = list.reduce(0) { $0 + $1.energy }
    var radii: [Double] = []
    var sum = 0.0
    for entry in list {
      sum += entry.energy
      while radii.count < shares.count, sum >= shares[radii.count] * total { radii.append(entry.radius) }
    }
    while radii.count < shares.count { radii.append((radii.last ?? 0) + 1) }
    return radii
  }
}

import CHermetic
import Core
import Numerics
import Signal

@_cdecl("hermetic_model_decay_in_flight") @implementation
public func hermetic_model_decay_in_flight(
  _ handle: OpaquePointer!, _ parent: UnsafePointer<CChar>!, _ energies: UnsafePointer<Double>!, _ n: Int,
  _ firstPlane: Double, _ secondPlane: Double, _ seed: UInt64, _ first: UInt64,
  _ probability: UnsafeMutablePointer<Double>!, _ position: UnsafeMutablePointer<Double>!
) -> Int32 {
  guarded {
    let object = try model(handle)
    let parent = try text(parent, "parent")
    let unstable = try object.model.unstableParticle(parent)
    let energies = try array(energies, n, "total_energies_GeV", in: energyRange)
    let planes = (
      try number(firstPlane, "first_plane_mm", in: 0...1e12),
      try number(secondPlane, "second_plane_mm", in: 0...1e12)
    )
    guard planes.1 >= planes.0 else {
      throw HermeticError.range(
        "second_plane_mm", planes.1, allowed: "at least first_plane_mm = \(planes.0)")
    }
    let probability: UnsafeMutablePointer<Double>? = probability
    let position: UnsafeMutablePointer<Double>? = position
    let decays = try energies.map { try unstable.inFlight(totalEnergy_GeV: $0) }
    for (index, decay) in decays.enumerated() {
      if let probability { probability[index] = decay.probability(from: planes.0, to: planes.1) }
      if let position {
        var rng = RandomStream(seed: seed, event: first &+ UInt64(index), purpose: .signal)
        position[index] = decay.samplePosition(from: planes.0, to: planes.1, &rng)
      }
    }
  }
}

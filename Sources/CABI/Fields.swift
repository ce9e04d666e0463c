import CHermetic
import Core
import Events
import Geometry
import Numerics
import Study

private let coordinate = -1e7...1e7

@_cdecl("hermetic_setup_field") @implementation
public func hermetic_setup_field(
  _ setup: OpaquePointer!, _ position: UnsafePointer<Double>!, _ n: Int, _ out: UnsafeMutablePointer<Double>!
) -> Int32 {
  guarded {
    let setup = try Handle.object(setup, "setup", as: Setup.self)
    let points = try array(position, try count(n, times: 3, "n"), "position_mm", in: coordinate)
    guard n > 0 else { return }
    let out = try output(out, "field_T")
    let field = setup.world.field
    for index in 0..<n {
      let b = field.B(Vector3(points[3 * index], points[3 * index + 1], points[3 * index + 2]))
      out[3 * index] = b.x
      out[3 * index + 1] = b.y
      out[3 * index + 2] = b.z
    }
  }
}

@_cdecl("hermetic_setup_propagate") @implementation
public func hermetic_setup_propagate(
  _ setup: OpaquePointer!, _ pdg: Int32, _ plane: Double, _ position: UnsafePointer<Double>!,
  _ momentum: UnsafePointer<Double>!, _ n: Int, _ outPosition: UnsafeMutablePointer<Double>!,
  _ outMomentum: UnsafeMutablePointer<Double>!, _ path: UnsafeMutablePointer<Double>!,
  _ jacobian: UnsafeMutablePointer<Double>!
) -> Int32 {
  guarded {
    let setup = try Handle.object(setup, "setup", as: Setup.self)
    guard let particle = Particle(pdg: pdg), particle.charge != 0 else {
      throw HermeticError.notFound(
        "charged particle", "\(pdg)",
        known: Particle.allCases.filter { $0.charge != 0 }.map { "\($0.pdg)" })
    }
    let plane = try number(plane, "plane_z_mm", in: coordinate)
    let total = try count(n, times: 25, "n") / 25 * 3
    let positions = try array(position, total, "position_mm", in: coordinate)
    let momenta = try array(momentum, total, "momentum_GeV", in: -1e6...1e6)
    for index in 0..<n {
      let p = Vector3(momenta[3 * index], momenta[3 * index + 1], momenta[3 * index + 2])
      guard p.length >= 1e-9 else {
        throw HermeticError(
          .range,
          "momentum_GeV[\(index)] is \(p.length) GeV, less than 1e-9: it has no direction. Momenta are in GeV."
        )
      }
      guard jacobian == nil || p.z > 0 else {
        throw HermeticError(
          .kinematics,
          "momentum_GeV[\(index)] points to −z (derivatives are those of tracks that fly towards +z). Turn the "
            + "track round, or pass NULL for jacobian.")
      }
    }
    guard n > 0 else { return }
    let outPosition = try output(outPosition, "out_position_mm")
    let outMomentum = try output(outMomentum, "out_momentum_GeV")
    let propagator = FieldPropagator(field: setup.world.field)
    for index in 0..<n {
      let r = Vector3(positions[3 * index], positions[3 * index + 1], positions[3 * index + 2])
      let p = Vector3(momenta[3 * index], momenta[3 * index + 1], momenta[3 * index + 2])
      let size = p.length
      let start = FieldTrajectory(
        position: r, direction: (1 / size) * p, charge: Double(particle.charge), momentum_GeV: size)
      let end = propagator.propagate(start, toZ: plane)
      write(end?.state.position, outPosition + 3 * index)
      write(end.map { size * $0.state.direction }, outMomentum + 3 * index)
      path?[index] = end?.path_mm ?? .nan
      if let jacobian {
        let state = PlaneState(
          x_mm: r.x, y_mm: r.y, tx: p.x / p.z, ty: p.y / p.z,
          chargeOverMomentum: Double(particle.charge) / size)
        let derivatives =
          end == nil ? nil : propagator.propagateWithJacobian(state, fromZ: r.z, toZ: plane)?.jacobian
        for entry in 0..<25 { jacobian[25 * index + entry] = derivatives?[entry] ?? .nan }
      }
    }
  }
}

private func write(_ v: Vector3?, _ out: UnsafeMutablePointer<Double>) {
  out[0] = v?.x ?? .nan
  out[1] = v?.y ?? .nan
  out[2] = v?.z ?? .nan
}

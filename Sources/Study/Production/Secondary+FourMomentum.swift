import Events
import Numerics

extension Secondary {
  /// A particle whose four-momentum is given in a frame with z along `axis`.
  init(_ particle: Particle, _ p: FourMomentum, zAlong axis: Vector3) {
    let transverse = (p.momentum.x * p.momentum.x + p.momentum.y * p.momentum.y).squareRoot()
    let length = p.momentum.dot(p.momentum).squareRoot()
    self.init(
      particle: particle, kineticEnergy_GeV: max(0, p.energy - particle.mass_GeV),
      direction: length > 0
        ? axis.rotated(
          cosTheta: p.momentum.z / length, sinTheta: transverse / length,
          cosPhi: transverse > 0 ? p.momentum.x / transverse : 1,
          sinPhi: transverse > 0 ? p.momentum.y / transverse : 0) : axis)
  }
}

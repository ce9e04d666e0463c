import Core
import Numerics

extension PairProduction {
  static let coulombOnset_GeV = 5e-3

  /// dσ/dε in units of α r_e² (Z² + Z), ε = E₊/k, with LPM suppression if a material was given.
  ///
  /// Exact Bethe–Heitler (Born, point Coulomb field) [1], plus what screening and the Coulomb correction add
  /// at high energy [2]: Tsai's Thomas–Fermi φ and ψ minus their unscreened limits, so that the correction
  /// vanishes at low energy; it is multiplied by β₊β₋(1 − 2m/k), which is 1 where it matters.
  ///
  ///     Δ = (1 − 4/3 ε(1−ε)) [Z² (Δφ1 − 4f) + Z Δψ1] − ⅔ ε(1−ε) [Z² (φ1−φ2) + Z (ψ1−ψ2)]
  ///     Δφ1 = −2 ln(1 + (0.55846 γ)⁻²) + 2.4 e^{−0.9γ} + 1.6 e^{−1.5γ},   γ = 100 m/(k ε(1−ε) Z^{1/3})
  ///     Δψ1 = −2 ln(1 + (3.621 η)⁻²) + 2.8 e^{−8η} + 1.2 e^{−29.2η},      η = 100 m/(k ε(1−ε) Z^{2/3})
  ///
  /// - f(Z) is a high-energy result; it is multiplied by 1 − (5 MeV)/k, 0 below 5 MeV, near which the exact
  ///   cross section of lead crosses Born's. (Other programs switch it on at 50 MeV.)
  /// - Approximation: only the shape is used (the total is XCOM's), so that Z < 5 may use Thomas–Fermi.
  /// - Numerics: relative error 1e-9 for kinetic fractions above 1e-4, absolute 1e-6 below.
  ///
  /// [1] Bethe, Heitler, Proc. R. Soc. A 146 (1934) 83; Heitler, The Quantum Theory of Radiation, § 26.
  /// [2] Tsai, Rev. Mod. Phys. 46 (1974) 815, Eqs. (3.38)–(3.41); Motz, Olsen, Koch, Rev. Mod. Phys. 41
  ///     (1969) 581 for the additive form.
  /// - Parameter kineticFraction: T₊/(k − 2m), 0 to 1
  func shape(photonEnergy_GeV: Double, kineticFraction: Double) -> Double {
    let unsuppressed = freeShape(
      photonEnergy_GeV: photonEnergy_GeV, kineticFraction: kineticFraction)
    guard photonEnergy_GeV > lpmScale_GeV * PairProduction.lpmOnset else { return unsuppressed }
    return unsuppressed
      * MigdalSuppression.pairFactor(
        photonEnergy_GeV: photonEnergy_GeV,
        fraction: energyFraction(photonEnergy_GeV, kineticFraction),
        scale_GeV: lpmScale_GeV, logS1: logS1)
  }

  func freeShape(photonEnergy_GeV: Double, kineticFraction: Double) -> Double {
    let m = Constants.electronMass_GeV
    let k = photonEnergy_GeV / m
    let fraction = energyFraction(photonEnergy_GeV, kineticFraction)
    let product = fraction * (1 - fraction)
    let z = atomicNumber

    let gamma = screeningPhi / (k * product)
    let eta = screeningPsi / (k * product)
    let phi =
      -2 * log1p(1 / (0.31187757 * gamma * gamma)) + 2.4 * exp(-0.9 * gamma)
      + 1.6 * exp(-1.5 * gamma)
    let psi =
      -2 * log1p(1 / (13.111641 * eta * eta)) + 2.8 * exp(-8 * eta)
      + 1.2 * exp(-29.2 * eta)
    let phiDifference = 2.0 / 3 / (1 + gamma * (6.5 + 6 * gamma))
    let psiDifference = 2.0 / 3 / (1 + eta * (40 + 400 * eta))
    let coulomb =
      4 * coulombCorrection * max(0, 1 - PairProduction.coulombOnset_GeV / photonEnergy_GeV)
    let correction =
      (1 - 4.0 / 3 * product) * (z * (phi - coulomb) + psi)
      - 2.0 / 3 * product * (z * phiDifference + psiDifference)
    // The correction is an extreme-relativistic result; velocities and phase space take it to zero where the
    // leptons are slow, so that it stays small beside the exact term.
    let tPlus = (k - 2) * kineticFraction
    let tMinus = (k - 2) - tPlus
    let velocities =
      (tPlus * (tPlus + 2) * tMinus * (tMinus + 2)).squareRoot() / ((1 + tPlus) * (1 + tMinus))
    return max(
      0,
      PairProduction.betheHeitler(k, kineticFraction)
        + velocities * (1 - 2 / k) * correction / (z + 1))
  }

  /// Exact Bethe–Heitler dσ/dε for Z = 1 in units of α r_e²; energies in units of m.
  static func betheHeitler(_ k: Double, _ kineticFraction: Double) -> Double {
    let tPlus = (k - 2) * kineticFraction
    let tMinus = (k - 2) - tPlus
    let ePlus = 1 + tPlus
    let eMinus = 1 + tMinus
    let plus2 = tPlus * (tPlus + 2)
    let minus2 = tMinus * (tMinus + 2)
    guard plus2 > 0, minus2 > 0 else { return 0 }
    let pPlus = plus2.squareRoot()
    let pMinus = minus2.squareRoot()
    let pp = pPlus * pMinus
    let ee = ePlus * eMinus
    let lPlus = 2 * log(ePlus + pPlus)
    let lMinus = 2 * log(eMinus + pMinus)
    let l = 2 * log((ee + pp + 1) / k)
    let bracket =
      -4.0 / 3 - 2 * ee * (plus2 + minus2) / (plus2 * minus2)
      + lPlus * eMinus / (plus2 * pPlus) + lMinus * ePlus / (minus2 * pMinus) - lPlus * lMinus / pp
      + l
      * (k * k * (ee * ee + plus2 * minus2) / (plus2 * minus2 * pp) - 8.0 / 3 * ee / pp
        - 0.5 * k / pp
        * (lPlus * (ee - plus2) / (plus2 * pPlus) + lMinus * (ee - minus2) / (minus2 * pMinus)
          + 2 * k * ee / (plus2 * minus2)))
    return pp / (k * k) * bracket
  }

  func energyFraction(_ photonEnergy_GeV: Double, _ kineticFraction: Double) -> Double {
    let m = Constants.electronMass_GeV
    return (m + (photonEnergy_GeV - 2 * m) * kineticFraction) / photonEnergy_GeV
  }

  /// Largest value of the shape without LPM over all sharings. The maximum is flat; the sampler adds 5 %.
  func largestShape(photonEnergy_GeV: Double) -> Double {
    var largest = 0.0
    for i in 1...40 {
      // Half the points evenly, half towards the end, where complete screening makes a rim.
      let even = 0.5 * Double(i) / 40
      let end = 0.5 * exp(-0.3 * Double(i))
      largest = max(largest, freeShape(photonEnergy_GeV: photonEnergy_GeV, kineticFraction: even))
      largest = max(largest, freeShape(photonEnergy_GeV: photonEnergy_GeV, kineticFraction: end))
    }
    return largest
  }

  /// T₊/(k − 2m) by rejection; acceptance 60–80 % without LPM.
  func sampleKineticFraction(photonEnergy_GeV: Double, _ rng: inout RandomStream) -> Double {
    let available = max(
      photonEnergy_GeV - PairProduction.threshold_GeV, PairProduction.lowestAvailable_GeV)
    let energy = PairProduction.threshold_GeV + available
    let cell = boundGrid.cell(logX: log(available))
    let bound = 1.05 * max(bounds[cell.index], bounds[cell.index + 1])
    while true {
      let random = rng.pair()
      let u = RandomStream.uniform(random.0)
      let density = shape(photonEnergy_GeV: energy, kineticFraction: u)
      if RandomStream.uniform(random.1) * bound <= density { return u }
    }
  }

  /// σ with LPM ÷ σ without, by quadrature of the shape.
  func suppression(photonEnergy_GeV: Double) -> Double {
    guard photonEnergy_GeV > lpmScale_GeV * PairProduction.lpmOnset else { return 1 }
    var with = 0.0
    var without = 0.0
    let rule = PairProduction.rule
    for i in rule.nodes.indices {
      // u = t² (3 − 2t) crowds points at both ends.
      let t = 0.5 * (1 + rule.nodes[i])
      let weight = rule.weights[i] * 6 * t * (1 - t)
      let u = t * t * (3 - 2 * t)
      without += weight * freeShape(photonEnergy_GeV: photonEnergy_GeV, kineticFraction: u)
      with += weight * shape(photonEnergy_GeV: photonEnergy_GeV, kineticFraction: u)
    }
    return with / without
  }

  private static let rule = GaussLegendre(count: 48)
}

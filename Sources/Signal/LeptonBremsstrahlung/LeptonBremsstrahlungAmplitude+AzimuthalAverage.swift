extension LeptonBremsstrahlungAmplitude {
  /// Mean of A over the azimuth φ of the recoil, in closed form.
  ///
  /// A is a Laurent polynomial in s̃ = A − B cos φ, from s̃⁻² to s̃, and with D² = A² − B²
  ///
  ///     ⟨s̃⟩ = A,  ⟨1/s̃⟩ = 1/D,  ⟨1/s̃²⟩ = A/D³.
  ///
  /// The two squares in which large terms cancel are averaged whole, for any c:
  ///
  ///     ⟨(s̃ − c)²/s̃²⟩ = (1 − c/D)² + c² B²/[D³(A+D)]
  ///     ⟨(s̃ − c)²/s̃⟩  = (A − D) + (D − c)²/D
  ///
  /// with c = U for s̃ + ũ, and ũ P·p + s̃ P·p′ = h (s̃ − c) with h = 2ME₁ − t/2, c = U c₀/h, c₀ = 2ME − t/2.
  ///
  /// - Numerics: 1e-9 of a sum over many φ wherever the cross section is not negligible.
  @inline(__always)
  func azimuthalMean(
    a: Double, b: Double, squaredMean: Double, u: Double, t: Double, energy: Double,
    bosonEnergy: Double, remainingEnergy: Double
  ) -> Double {
    let bigP2 = 4 * nucleusMass * nucleusMass + t
    let d = squaredMean.squareRoot()
    let inverse = 1 / d
    let spread = b * b / (a + d)  // A − D
    let h = 2 * nucleusMass * remainingEnergy - 0.5 * t
    let c0 = 2 * nucleusMass * energy - 0.5 * t
    let bosonTerm = 2 * nucleusMass * bosonEnergy
    let ratioU = u * inverse
    let center = c0 * ratioU / h  // c/D of the crossing term
    let one = 1 - ratioU
    let two = 1 - center
    let spreadOverD = spread * inverse
    // ⟨(s̃−U)²/s̃⟩ and the two quotients by s̃².
    let squareOverS = spread + d * one * one
    let squareOverSquare = one * one + ratioU * ratioU * spreadOverD
    let crossingSquare = two * two + center * center * spreadOverD

    var sum = 0.0
    if vectorPart != 0 {
      // (P·p)² = (c₀ − s̃/2)², c₀ = 2ME − t/2
      let pDotP2 = c0 * c0 * inverse - c0 + 0.25 * a
      let pDotPFinal = h - 0.5 * u
      let mixed = pDotPFinal * pDotPFinal * inverse
      let transfer = 0.5 * bigP2 * ((2 * bosonMassSquared - t + u) * inverse - 1)
      sum += 2 * bigP2 * (squareOverS + 2 * u) - 8 * t * (pDotP2 + mixed + transfer)
    }
    if scalarPart != 0 {
      // P·k = 2M E_X − (s̃ − U)/2
      let pDotK2 =
        bosonTerm * bosonTerm * inverse - bosonTerm * one + 0.25 * squareOverS
      sum += scalarPart * (bigP2 * squareOverS - 4 * t * pDotK2)
    }
    sum += axialPart * bigP2 * t * inverse
    let c = bigP2 * t * squareOverSquare - 4 * h * h * crossingSquare
    return (helicityPart * c / u - sum) / u
  }
}

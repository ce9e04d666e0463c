import Numerics

extension LikelihoodEvaluator {
  /// One channel's deviance, and its part of gradient and Hessian.
  func channel(
    _ channel: LikelihoodLayout.Channel, _ point: LikelihoodPoint, _ wantsDerivatives: Bool
  ) -> Double {
    let t = tables
    let bins = channel.bins
    let rates = t.rates + channel.bin
    rates.update(repeating: 0, count: bins)
    for r in channel.row..<channel.row + channel.rows { addRates(t.rows[r], channel, point.x) }
    var sum = 0.0
    let counts = self.counts + channel.bin
    for b in 0..<bins {
      let n = counts[b]
      let rate = rates[b]
      if n > 0 {
        guard rate > 0 else { return .infinity }
        let ratio = n / rate
        sum += rate - n + n * log(ratio)
        t.first[b] = 1 - ratio
        t.second[b] = ratio / rate
      } else {
        sum += rate
        t.first[b] = 1
        t.second[b] = 0
      }
    }
    guard wantsDerivatives else { return sum }

    let globals = t.globals + channel.global
    let width = channel.globals + channel.slots
    t.derivatives.update(repeating: 0, count: width * bins)
    for r in channel.row..<channel.row + channel.rows { addDerivatives(t.rows[r], channel, point) }

    // Gradient, and the part n/λ² dλ dλᵀ of the Hessian: a product of rank 1 per bin, summed in a small
    // square of the channel's own parameters. (One long sum per pair would wait for each addition.)
    let hessian = point.hessian
    let global = channel.globals
    let square = t.localHessian
    let slopes = t.localGradient
    square.update(repeating: 0, count: global * global)
    slopes.update(repeating: 0, count: global)
    for b in 0..<bins {
      let row = t.derivatives + b * width
      let first = t.first[b]
      let second = t.second[b]
      for k in 0..<global { slopes[k] += first * row[k] }
      if second != 0 {
        for k in 0..<global {
          let weight = second * row[k]
          let line = square + k * global
          for l in 0...k { line[l] += weight * row[l] }
        }
      }
      for v in 0..<channel.slots {
        let parameter = Int(t.slotParameters[channel.slot + v * bins + b])
        let own = row[global + v]
        point.gradient[parameter] += first * own
        let weight = second * own
        if weight == 0 { continue }
        for l in 0..<global { hessian[place(parameter, Int(globals[l]))] += weight * row[l] }
        for l in 0...v {
          let other = Int(t.slotParameters[channel.slot + l * bins + b])
          hessian[place(parameter, other)] += weight * row[global + l]
        }
      }
    }
    for k in 0..<global {
      let parameter = Int(globals[k])
      point.gradient[parameter] += slopes[k]
      for l in 0...k { hessian[place(parameter, Int(globals[l]))] += square[k * global + l] }
    }
    return sum
  }

  /// Events of one sample: rowRates = rowFactors · (nominal + shapes).
  private func addRates(
    _ row: LikelihoodLayout.Row, _ channel: LikelihoodLayout.Channel, _ x: UnsafeMutablePointer<Double>
  ) {
    let t = tables
    let bins = channel.bins
    let own = t.rowRates + row.nominal
    let factors = t.rowFactors + row.nominal
    let nominal = t.nominal + row.nominal
    var scale = 1.0
    for u in row.scalar..<row.scalar + row.scalars { scale *= t.value[Int(t.scalarUses[u].factor)] }
    for b in 0..<bins {
      own[b] = nominal[b]
      factors[b] = scale
    }
    for u in row.shape..<row.shape + row.shapes {
      let use = t.shapeUses[u]
      let alpha = t.shapeAlpha[Int(use.shape)]
      let p = t.shapeValue[Int(use.shape)]
      let s = t.shapeS + use.data
      let a = t.shapeA + use.data
      for b in 0..<bins { own[b] += alpha * s[b] + p * a[b] }
    }
    for u in row.slotUse..<row.slotUse + row.slotUses {
      let parameters = t.slotParameters + channel.slot + Int(t.slotUses[u]) * bins
      for b in 0..<bins { factors[b] *= LikelihoodEvaluator.safe(x[Int(parameters[b])]) }
    }
    let rates = t.rates + channel.bin
    for b in 0..<bins {
      own[b] *= factors[b]
      rates[b] += own[b]
    }
  }

  /// dλ_b/dθ of one sample, and the part (1 − n/λ) d²λ of the Hessian.
  private func addDerivatives(
    _ row: LikelihoodLayout.Row, _ channel: LikelihoodLayout.Channel, _ point: LikelihoodPoint
  ) {
    let t = tables
    let bins = channel.bins
    let own = t.rowRates + row.nominal
    let factors = t.rowFactors + row.nominal
    let globals = t.globals + channel.global
    let hessian = point.hessian
    let width = channel.globals + channel.slots
    var whole = 0.0
    for b in 0..<bins { whole += t.first[b] * own[b] }

    for u in row.scalar..<row.scalar + row.scalars {
      let use = t.scalarUses[u]
      let slope = t.slope[Int(use.factor)]
      let target = t.derivatives + Int(use.local)
      for b in 0..<bins { target[b * width] += slope * own[b] }
      let parameter = Int(globals[Int(use.local)])
      hessian[place(parameter, parameter)] += whole * t.curvature[Int(use.factor)]
      for v in row.scalar..<u {
        let other = t.scalarUses[v]
        add(whole * slope * t.slope[Int(other.factor)], parameter, Int(globals[Int(other.local)]), hessian)
      }
    }
    for u in row.shape..<row.shape + row.shapes {
      let use = t.shapeUses[u]
      let shapeSlope = t.shapeSlope[Int(use.shape)]
      let shapeCurvature = t.shapeCurvature[Int(use.shape)]
      let s = t.shapeS + use.data
      let a = t.shapeA + use.data
      let target = t.derivatives + Int(use.local)
      var tilt = 0.0
      var bend = 0.0
      for b in 0..<bins {
        let slope = factors[b] * (s[b] + shapeSlope * a[b])
        target[b * width] += slope
        tilt += t.first[b] * slope
        bend += t.first[b] * factors[b] * a[b]
      }
      let parameter = Int(globals[Int(use.local)])
      hessian[place(parameter, parameter)] += bend * shapeCurvature
      for v in row.scalar..<row.scalar + row.scalars {
        let other = t.scalarUses[v]
        add(tilt * t.slope[Int(other.factor)], parameter, Int(globals[Int(other.local)]), hessian)
      }
    }
    for u in row.slotUse..<row.slotUse + row.slotUses {
      addSlot(u, row, channel, point)
    }
  }

  private func addSlot(
    _ u: Int, _ row: LikelihoodLayout.Row, _ channel: LikelihoodLayout.Channel, _ point: LikelihoodPoint
  ) {
    let t = tables
    let bins = channel.bins
    let own = t.rowRates + row.nominal
    let factors = t.rowFactors + row.nominal
    let globals = t.globals + channel.global
    let hessian = point.hessian
    let slot = Int(t.slotUses[u])
    let parameters = t.slotParameters + channel.slot + slot * bins
    let width = channel.globals + channel.slots
    let target = t.derivatives + channel.globals + slot
    for b in 0..<bins {
      let parameter = Int(parameters[b])
      let inverse = 1 / LikelihoodEvaluator.safe(point.x[parameter])
      let slope = own[b] * inverse
      target[b * width] += slope
      let weighted = t.first[b] * slope
      for v in row.scalar..<row.scalar + row.scalars {
        let other = t.scalarUses[v]
        add(weighted * t.slope[Int(other.factor)], parameter, Int(globals[Int(other.local)]), hessian)
      }
      for v in row.shape..<row.shape + row.shapes {
        let other = t.shapeUses[v]
        let tilt =
          factors[b] * inverse
          * (t.shapeS[other.data + b] + t.shapeSlope[Int(other.shape)] * t.shapeA[other.data + b])
        add(t.first[b] * tilt, parameter, Int(globals[Int(other.local)]), hessian)
      }
      for v in row.slotUse..<u {
        let other = Int((t.slotParameters + channel.slot + Int(t.slotUses[v]) * bins)[b])
        add(weighted / LikelihoodEvaluator.safe(point.x[other]), parameter, other, hessian)
      }
    }
  }

  /// A factor of exactly 0 is taken as 1e-150, see `InterpolatedFactor.values`.
  @inline(__always) private static func safe(_ gamma: Double) -> Double { gamma == 0 ? 1e-150 : gamma }

  /// A mixed second derivative; a parameter paired with itself counts for both orders.
  @inline(__always) private func add(
    _ value: Double, _ i: Int, _ j: Int, _ hessian: UnsafeMutablePointer<Double>
  ) {
    hessian[place(i, j)] += i == j ? 2 * value : value
  }
}

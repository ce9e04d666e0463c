import Core

extension Expression {
  static let batch = 256

  /// The columns of this expression in a table.
  func bind(_ table: EventColumns) throws -> [UnsafeBufferPointer<Double>] {
    try zip(columns, columnPositions).map { name, position in
      if let view = table.view(name) { return view }
      let error = HermeticError.notFound("column", name, known: table.names)
      throw Expression.failure(text, at: position, error.message + " It stands", code: .notFound)
    }
  }

  /// Evaluates every event. NaN, of a column or of 0/0, makes the whole condition undefined (also in
  /// "not (x < 5)" or beside "or"), and an undefined condition fails: a quantity that was not measured
  /// must not pass a cut. So comparisons, min and max hand NaN on instead of answering false.
  ///
  /// - Parameter result: called in order with the event, whether it passes and whether it is defined
  func evaluate(_ table: EventColumns, _ result: (_ event: Int, _ passes: Bool, _ isDefined: Bool) -> Void)
    throws
  {
    let views = try bind(table)
    table.withColumns {
      withUnsafeTemporaryAllocation(of: Double.self, capacity: depth * Expression.batch) { stack in
        var start = 0
        while start < table.count {
          let length = min(Expression.batch, table.count - start)
          run(stack.baseAddress!, views, start, length)
          for i in 0..<length {
            let truth = stack[i]
            result(start + i, truth == 1, !truth.isNaN)
          }
          start += length
        }
      }
    }
  }

  /// Whole batches per instruction: the dispatch is paid once for 256 events.
  private func run(
    _ stack: UnsafeMutablePointer<Double>, _ views: [UnsafeBufferPointer<Double>], _ start: Int,
    _ length: Int
  ) {
    var top = stack - Expression.batch
    for instruction in program {
      switch instruction.operation {
      case .constant:
        top += Expression.batch
        for i in 0..<length { top[i] = instruction.value }
      case .column:
        top += Expression.batch
        let source = views[instruction.index].baseAddress! + start
        for i in 0..<length { top[i] = source[i] }
      case .negate: for i in 0..<length { top[i] = -top[i] }
      case .absolute: for i in 0..<length { top[i] = top[i].magnitude }
      case .not: for i in 0..<length { top[i] = 1 - top[i] }
      case .add: top = apply(top, length) { $0 + $1 }
      case .subtract: top = apply(top, length) { $0 - $1 }
      case .multiply: top = apply(top, length) { $0 * $1 }
      case .divide: top = apply(top, length) { $0 / $1 }
      case .minimum: top = apply(top, length) { $1 < $0 || $1.isNaN ? $1 : $0 }
      case .maximum: top = apply(top, length) { $1 > $0 || $1.isNaN ? $1 : $0 }
      case .less: top = apply(top, length) { $0 < $1 ? 1 : ($0 >= $1 ? 0 : .nan) }
      case .lessOrEqual: top = apply(top, length) { $0 <= $1 ? 1 : ($0 > $1 ? 0 : .nan) }
      case .greater: top = apply(top, length) { $0 > $1 ? 1 : ($0 <= $1 ? 0 : .nan) }
      case .greaterOrEqual: top = apply(top, length) { $0 >= $1 ? 1 : ($0 < $1 ? 0 : .nan) }
      case .equal: top = apply(top, length) { $0 == $1 ? 1 : ($0 < $1 || $0 > $1 ? 0 : .nan) }
      case .notEqual: top = apply(top, length) { $0 == $1 ? 0 : ($0 < $1 || $0 > $1 ? 1 : .nan) }
      case .and: top = apply(top, length) { $0 * $1 }
      case .or: top = apply(top, length) { $0 + $1 - $0 * $1 }
      }
    }
  }

  @inline(__always) private func apply(
    _ top: UnsafeMutablePointer<Double>, _ length: Int, _ operation: (Double, Double) -> Double
  ) -> UnsafeMutablePointer<Double> {
    let left = top - Expression.batch
    for i in 0..<length { left[i] = operation(left[i], top[i]) }
    return left
  }
}

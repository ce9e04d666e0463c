/// A complex number, as far as amplitudes need it.
struct Complex {
  var real: Double
  var imaginary: Double

  init(_ real: Double, _ imaginary: Double) {
    self.real = real
    self.imaginary = imaginary
  }

  var squaredModulus: Double { real * real + imaginary * imaginary }

  static func + (a: Complex, b: Complex) -> Complex {
    Complex(a.real + b.real, a.imaginary + b.imaginary)
  }
  static func - (a: Complex, b: Complex) -> Complex {
    Complex(a.real - b.real, a.imaginary - b.imaginary)
  }
  static func * (a: Complex, b: Complex) -> Complex {
    Complex(a.real * b.real - a.imaginary * b.imaginary, a.real * b.imaginary + a.imaginary * b.real)
  }
  static func * (s: Double, a: Complex) -> Complex { Complex(s * a.real, s * a.imaginary) }
  static func / (a: Complex, b: Complex) -> Complex {
    (1 / b.squaredModulus) * (a * Complex(b.real, -b.imaginary))
  }
}

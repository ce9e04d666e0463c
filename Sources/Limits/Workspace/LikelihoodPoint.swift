/// A point in parameter space with −ln L, its gradient and its Hessian there. The Hessian is symmetric
/// and kept row by row from its first nonzero column to the diagonal.
final class LikelihoodPoint {
  let count: Int
  let x: UnsafeMutablePointer<Double>
  let gradient: UnsafeMutablePointer<Double>
  let hessian: UnsafeMutablePointer<Double>
  let hessianSize: Int
  var value = Double.infinity

  init(count: Int, hessianSize: Int) {
    self.count = count
    self.hessianSize = hessianSize
    x = .allocate(capacity: count + 1)
    gradient = .allocate(capacity: count + 1)
    hessian = .allocate(capacity: hessianSize + 1)
    x.initialize(repeating: 0, count: count + 1)
    gradient.initialize(repeating: 0, count: count + 1)
    hessian.initialize(repeating: 0, count: hessianSize + 1)
  }

  deinit {
    x.deallocate()
    gradient.deallocate()
    hessian.deallocate()
  }

  func set(_ values: [Double]) { for index in 0..<count { x[index] = values[index] } }
  func copyParameters(_ other: LikelihoodPoint) { x.update(from: other.x, count: count) }
  var parameters: [Double] { (0..<count).map { x[$0] } }
}

import Core
import Matter

/// The distinct materials of a world, in the order of first use.
struct MaterialRegister {
  private(set) var materials: [Material] = []
  private var indexOfName: [String: Int] = [:]
  private let materialNamed: (String) throws -> Material

  init(materialNamed: @escaping (String) throws -> Material) { self.materialNamed = materialNamed }

  /// - Parameter path: where the name stands in the card
  mutating func index(of name: String, path: String) throws -> Int {
    if let known = indexOfName[name] { return known }
    let material: Material
    do { material = try materialNamed(name) } catch let error as HermeticError {
      throw HermeticError(error.code, "\(path): \(error.message)")
    }
    let index = materials.firstIndex(of: material) ?? materials.count
    if index == materials.count { materials.append(material) }
    indexOfName[name] = index
    return index
  }
}

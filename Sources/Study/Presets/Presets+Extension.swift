import Core

extension Presets {
  /// A set-up's card with more in it: lists grow in front (what has the name of something in the base takes its place), objects
  /// get more keys, anything else is replaced.
  static func extended(_ base: String, by addition: String) -> String {
    guard case .object(let base)? = try? JSON.parse(base),
      case .object(let own)? = try? JSON.parse(addition)
    else { return "{}" }
    var members: [JSON.Member] = []
    for member in base {
      guard let mine = own.first(where: { $0.key == member.key })?.value else {
        members.append(member)
        continue
      }
      switch (member.value, mine) {
      case (.object(let a), .object(let b)) where member.key != "world":
        members.append(
          JSON.Member(member.key, .object(a.filter { old in !b.contains { $0.key == old.key } } + b)))
      case (.array(let a), .array(let b)):
        members.append(
          JSON.Member(member.key, .array(b + a.filter { old in !b.contains { $0["name"] == old["name"] } })))
      default: members.append(JSON.Member(member.key, mine))
      }
    }
    members += own.filter { member in !base.contains { $0.key == member.key } }
    return JSON.object(members).text
  }
}

import ArgumentParser

@main
struct Xuezheng: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "xuezheng")
}

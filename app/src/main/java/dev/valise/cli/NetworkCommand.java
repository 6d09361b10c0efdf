package dev.valise.cli;

import picocli.CommandLine.Command;

@Command(
    name = "network",
    description = "Where the isolated browsers of an organisation may go, beside the Internet.")
final class NetworkCommand {}

package dev.valise.cli;

import picocli.CommandLine.Command;

@Command(name = "profiles", description = "The profiles of a server, and their versions.")
final class ProfilesCommand {}

package dev.valise.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "show", description = "Print the rules.")
final class NetworkShowCommand implements Runnable {

  @Mixin private final ApiTarget target;
  @Mixin private final NetworkAnswer answer = new NetworkAnswer();

  NetworkShowCommand(Environment environment) {
    this.target = new ApiTarget(environment);
  }

  @Override
  public void run() {
    try (ApiClient client = target.client()) {
      answer.print(client.get("/network"));
    }
  }
}

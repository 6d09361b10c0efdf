package dev.valise.testing;

import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the tests of classes, in a JVM that is someone else's. */
public final class TestClass {
  private TestClass() {}

  public static void main(String[] arguments) {
    var results = new Results();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(Stream.of(arguments).map(DiscoverySelectors::selectClass).toList())
                .build(),
            results);
    System.exit(results.failures == 0 && results.tests > 0 ? 0 : 1);
  }

  private static final class Results implements TestExecutionListener {
    private int tests;
    private int failures;

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      tests += test.isTest() ? 1 : 0;
      if (result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
        failures++;
        result.getThrowable().ifPresent(Throwable::printStackTrace);
      }
      if (test.isTest()) {
        System.out.println(result.getStatus() + " " + test.getDisplayName());
      }
    }
  }
}

package dev.valise.hostile;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A tab that goes to an address, in some spelling. */
record Navigation(String host, String path, By by) implements Attack {

  /** Which way the tab goes. */
  enum By {
    PROXY,
    NO_PROXY
  }

  private static final List<String> HOSTS =
      List.of(
          "10.1.0.9",
          "10.1.0.9.",
          "10.1.9",
          "10.65545",
          "167837705",
          "0x0a010009",
          "0xa.0x1.0x0.0x9",
          "012.01.00.011",
          "%31%30.1.0.9",
          "１０。1。0。9",
          "[::ffff:10.1.0.9]",
          "[0:0:0:0:0:ffff:a01:9]",
          "[64:ff9b::a01:9]",
          "[2002:a01:9::1]",
          "169.254.169.254",
          "2852039166",
          "0xa9fea9fe",
          "[::ffff:a9fe:a9fe]",
          "[fd00:ec2::254]",
          "192.168.7.7",
          "172.16.0.9",
          "100.64.0.9",
          "198.18.0.9",
          "private.test",
          "private.test.",
          "private6.test",
          "loopback.test:8080",
          "both.test:8082",
          "127.0.0.1:8080",
          "127.1:8080",
          "127.8.8.8:8080",
          "2130706433:8080",
          "0x7f.1:8080",
          "localhost:8080",
          "localhost.:8080",
          "it.localhost:8080",
          "0.0.0.0:8080",
          "0:8080",
          "[::1]:8080",
          "[::]:8080",
          "[::ffff:127.0.0.1]:8080",
          Machine.ADDRESS + ":8080",
          Machine.SECOND_ADDRESS + ":8080",
          "[" + Machine.IPV6_ADDRESS + "]:8080");

  private static final List<String> PAST_THE_PROXY =
      List.of(
          "10.1.0.9",
          "169.254.169.254",
          "[fd00:ec2::254]",
          "private.test",
          "127.0.0.1:8080",
          "0.0.0.0:8080",
          "[::1]:8080",
          Machine.ADDRESS + ":8080");

  static List<Attack> all() {
    return Stream.concat(
            IntStream.range(0, HOSTS.size())
                .mapToObj(i -> new Navigation(HOSTS.get(i), "/a" + i, By.PROXY)),
            IntStream.range(0, PAST_THE_PROXY.size())
                .mapToObj(i -> new Navigation(PAST_THE_PROXY.get(i), "/b" + i, By.NO_PROXY)))
        .<Attack>map(it -> it)
        .toList();
  }

  @Override
  public String name() {
    return "go to %s, %s".formatted(host, by == By.PROXY ? "as all do" : "past the proxy");
  }

  @Override
  public Outcome attempt(Scene scene) throws Exception {
    Page page = by == By.PROXY ? scene.page() : scene.pagePastProxy();
    String text = page.show("http://%s%s".formatted(host, path));
    return Outcome.of(
        scene.arrivals().include(arrival -> arrival.request().contains(path + " ")), text);
  }
}

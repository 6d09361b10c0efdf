package dev.valise.chromium;

import static dev.valise.chromium.ChromiumFlag.Use.ALWAYS;
import static dev.valise.chromium.ChromiumFlag.Use.BEHIND_THE_PROXY;
import static dev.valise.chromium.ChromiumFlag.Use.HEADLESS;
import static dev.valise.chromium.ChromiumFlag.Use.ON_THE_NETWORK_OF_THE_MACHINE;
import static dev.valise.chromium.ChromiumFlag.Use.SMALL_SHARED_MEMORY;
import static dev.valise.chromium.ChromiumFlag.Use.WINDOW_SIZE_GIVEN;
import static dev.valise.chromium.ChromiumFlag.Use.WITHOUT_SANDBOX;
import static dev.valise.chromium.ChromiumFlag.Use.WITH_A_SCREEN;

import dev.valise.chromium.ChromiumFlag.Use;
import dev.valise.chromium.isolation.RoomLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Every flag a browser is started with. The same ones for a fresh folder and for a restored one:
 * switching, say, ThirdPartyStoragePartitioning in between would change the keys under which sites
 * find their storage, so nothing here touches a feature that storage depends on.
 *
 * <p>Not here after measuring on Chromium 156 without a GPU, medians of 10 fresh starts:
 * --disable-gpu, --disable-field-trial-config and --disable-default-apps changed nothing (107, 110
 * and 111 ms to the DevTools address against 107); --no-zygote takes 45 MB more;
 * --use-angle=swiftshader takes 330 ms of CPU time more, and 380 ms to close in place of 90.
 * Leaving out the start URL opens the home page of the distribution. --disable-breakpad leaves the
 * crash handlers running as they were. And --disable-extensions would disable those of the profile.
 */
public final class ChromiumFlags {

  // Port 9 is on Chromium's list of ports it never connects to (net/base/port_util.cc), so what is
  // sent there ends as ERR_UNSAFE_PORT before a name is resolved or a socket opened.
  private static final String NOWHERE = "https://127.0.0.1:9/";

  private static final Ports NO_PORTS = new Ports(0, 0);

  private static final List<ChromiumFlag> TABLE =
      List.of(
          flag(
              "--user-data-dir=<folder>",
              ALWAYS,
              "The profile's own folder; Chromium 136 and later refuses DevTools on the default one."),
          flag(
              "--remote-debugging-port=<port>",
              ALWAYS,
              "Port 0 takes a free one on loopback, told on stderr and in DevToolsActivePort. What leads"
                  + " into a room, and the kernel's rules for it, need to know the port before."),
          flag(
              "--password-store=basic",
              ALWAYS,
              "Cookies sealed with the keyring of one machine would be unreadable on the next."),
          flag(
              "--use-mock-keychain",
              ALWAYS,
              "The same on macOS; without it Chromium also asks for the user's password."),
          flag("--no-first-run", ALWAYS, "No welcome page before the first page."),
          flag(
              "--no-default-browser-check",
              ALWAYS,
              "A bar that asks to become the default browser would cover the page."),
          flag(
              "--disable-search-engine-choice-screen",
              ALWAYS,
              "Chrome asks some regions to choose a search engine before anything else."),
          flag(
              "--hide-crash-restore-bubble",
              ALWAYS,
              "Profiles are marked as crashed on purpose, to keep their session cookies."),
          flag(
              "--disable-background-networking",
              ALWAYS,
              "No extension updates, no spelling dictionaries, no other traffic nobody asked for."),
          flag(
              "--disable-component-update",
              ALWAYS,
              "Each fresh folder would download tens of megabytes of components again."),
          flag(
              "--component-updater=url-source=" + NOWHERE,
              ALWAYS,
              "Parts of Chromium ask the updater in spite of --disable-component-update; measured:"
                  + " the on-device model manifest, in the first second of every start."),
          flag(
              "--disable-sync",
              ALWAYS,
              "A Google account in a browser must not merge its data into the profile."),
          flag(
              "--gaia-url=" + NOWHERE,
              ALWAYS,
              "The browser's own sign-in asks accounts.google.com for its accounts at every start."
                  + " Logging in to Google on a page does not use it."),
          flag(
              "--disable-features=NetworkTimeServiceQuerying",
              ALWAYS,
              "Asks clients2.google.com for the time at every start."),
          flag("--headless=new", HEADLESS, "The whole browser, only without a window."),
          flag(
              "--noerrdialogs",
              WITH_A_SCREEN,
              "Nobody is there to close a dialog; headless does without by itself."),
          flag("--window-size=<width>,<height>", WINDOW_SIZE_GIVEN, "As asked."),
          flag(
              "--no-sandbox",
              WITHOUT_SANDBOX,
              "Chromium's sandbox does not start as root (zygote_host_impl_linux.cc), nor where the"
                  + " kernel refuses user namespaces."),
          flag(
              "--proxy-server=socks5://127.0.0.1:<proxy-port>",
              BEHIND_THE_PROXY,
              "The only way out of a room; the proxy also resolves the names. Nobody listens there for a"
                  + " browser without a network."),
          flag(
              "--proxy-bypass-list=<-loopback>",
              BEHIND_THE_PROXY,
              "Without it loopback addresses bypass the proxy and mean the room itself, where the"
                  + " browser's own DevTools are, or end at the kernel's rules."),
          flag(
              "--webrtc-ip-handling-policy=disable_non_proxied_udp",
              ON_THE_NETWORK_OF_THE_MACHINE,
              "Landlock has no rules for UDP: without this a page sends STUN requests to any address."
                  + " A DevTools client gets past it, with WebTransport in a context without a proxy."),
          flag(
              "--disable-dev-shm-usage",
              SMALL_SHARED_MEMORY,
              "Tabs crash when /dev/shm is full, and containers have 64 MB unless told otherwise."));

  private ChromiumFlags() {}

  /** In the order in which they are given. */
  public static List<ChromiumFlag> table() {
    return TABLE;
  }

  /** The flags of one launch of a plain process, in the order of the table. */
  static List<String> of(LaunchRequest request, Set<Use> uses) {
    return of(request, uses, NO_PORTS);
  }

  /** The flags of one launch in a room. */
  static List<String> of(LaunchRequest request, Set<Use> uses, RoomLayout layout) {
    return of(
        request.withUserDataDir(layout.profile()),
        uses,
        new Ports(layout.devToolsPort(), layout.proxyPort()));
  }

  private static List<String> of(LaunchRequest request, Set<Use> uses, Ports ports) {
    return TABLE.stream()
        .filter(flag -> flag.use() == ALWAYS || uses.contains(flag.use()))
        .map(flag -> filledIn(flag.text(), request, ports))
        .toList();
  }

  private record Ports(int devTools, int proxy) {}

  private static String filledIn(String text, LaunchRequest request, Ports ports) {
    String filled =
        text.replace("<folder>", request.userDataDir().toString())
            .replace("<port>", Integer.toString(ports.devTools()))
            .replace("<proxy-port>", Integer.toString(ports.proxy()));
    return request
        .window()
        .map(size -> filled.replace("<width>,<height>", size.width() + "," + size.height()))
        .orElse(filled);
  }

  /** Present in the arguments of every process of a browser but its crash handlers. */
  static String userDataDirMark(Path userDataDir) {
    return "--user-data-dir=" + userDataDir + " ";
  }

  private static ChromiumFlag flag(String text, Use use, String reason) {
    return new ChromiumFlag(text, use, reason);
  }
}

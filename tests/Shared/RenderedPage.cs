namespace NetGen.Tests.Shared;

/// <summary>What must hold of every page that is written, as a browser renders it.</summary>
internal static class RenderedPage
{
    /// <summary>Widths of a phone and of a desktop.</summary>
    private static readonly (int Width, int Height)[] Windows = [(360, 740), (1280, 900)];

    /// <summary>
    /// Opens a page on a phone and on a desktop, in light and in dark colours: no complaint, no request, nothing wider than the window, every text with
    /// enough contrast, everything that can be used has a name and is large enough. A quick run has the dark colours on the phone and the light ones on the desktop.
    /// </summary>
    public static async Task Check(Browser browser, string path)
    {
        foreach (var (width, height) in Windows)
        {
            foreach (var isDark in TestTier.IsComplete ? [false, true] : new[] { width == Windows[0].Width })
            {
                await browser.Open(path, width, height, isDark);
                Assert.Empty(browser.Complaints);
                Assert.Equal(isDark, await browser.Evaluate<bool>("matchMedia('(prefers-color-scheme:dark)').matches"));
                Assert.True(await browser.Evaluate<int>("document.documentElement.scrollWidth") <= width, $"{path} is wider than {width} pixels: {await browser.Evaluate<string>(Widest)}");
                Assert.Empty(await browser.Evaluate<string[]>(Unreadable));
                Assert.Empty(await browser.Evaluate<string[]>(Unnamed));
                if (Environment.GetEnvironmentVariable("NETGEN_PICTURES") is { Length: > 0 } folder)
                    await File.WriteAllBytesAsync(Path.Combine(folder, $"{Path.GetFileNameWithoutExtension(path)}-{width}-{(isDark ? "dark" : "light")}.png"), await browser.Picture());
            }
        }
    }

    private const string Widest =
        """
        [...document.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.parentElement.closest('.scroll, .graph, pre')).map(e => e.outerHTML.slice(0, 120)).join('\n')
        """;

    // WCAG 2.2: 4.5 to 1 for texts. Colours of grounds are laid over each other until one is opaque.
    private const string Unreadable =
        """
        (() => {
          const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
          const known = new Map(), grounds = new Map();
          const once = (map, key, make) => map.has(key) ? map.get(key) : map.set(key, make(key)).get(key);
          const rgba = color => once(known, color, () => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; });
          const over = (top, below) => top.slice(0, 3).map((c, i) => c * top[3] / 255 + below[i] * (1 - top[3] / 255));
          const light = color => { const [r, g, b] = color.map(c => { c /= 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
          const ground = element => once(grounds, element, () => { const own = element ? rgba(getComputedStyle(element).backgroundColor) : [255, 255, 255, 255]; return own[3] === 255 ? own.slice(0, 3) : over(own, ground(element.parentElement)); });
          const found = new Set();
          for (const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT); walker.nextNode();) {
            const text = walker.currentNode.textContent.trim(), element = walker.currentNode.parentElement;
            if (!text || element.closest('script, style, option, [hidden]') || !element.checkVisibility()) continue;
            const style = getComputedStyle(element), back = ground(element), front = over(rgba(element instanceof SVGElement ? style.fill : style.color), back);
            const [a, b] = [light(front), light(back)].sort((x, y) => y - x), ratio = (a + 0.05) / (b + 0.05);
            if (ratio < 4.5 && !element.closest('[data-own-ground]')) found.add(`${text.slice(0, 40)}: ${ratio.toFixed(2)}`);
          }
          return [...found];
        })()
        """;

    private const string Unnamed =
        """
        (() => [...document.querySelectorAll('button, a, input, select, summary, [tabindex]')].flatMap(e => {
          const name = e.getAttribute('aria-label') || e.textContent.trim() || [...(e.labels ?? [])].map(l => l.textContent.trim()).join('');
          const { width, height } = e.getBoundingClientRect();
          const what = e.outerHTML.slice(0, 100);
          return [...(name || e.tagName === 'PRE' ? [] : [`no name: ${what}`]), ...(e.checkVisibility() && Math.min(width, height) < 24 && e.tagName !== 'A' ? [`too small: ${width} × ${height} ${what}`] : [])];
        }))()
        """;
}

from totalplace_lib.publish.outline import outlined, plain_text


def test_title_lead_and_sections():
    outline = outlined(
        "<h1>All <em>money</em></h1>\n<p>Lead.</p>\n<h2>Who spends it?</h2><p>a</p><h3>x</h3>\n<h2>What</h2>b"
    )
    assert outline.title == "All <em>money</em>"
    assert outline.standfirst == "<p>Lead.</p>"
    assert outline.lead == ""
    assert [(part.id, part.html) for part in outline.sections] == [
        ("who-spends-it", "<p>a</p><h3>x</h3>"),
        ("what", "b"),
    ]


def test_the_paragraphs_under_the_title_are_its_standfirst():
    outline = outlined('<h1>T</h1>\n<p>One.</p>\n<p>Two.</p>\n<p class="headline">Three.</p><p>Four.</p>')
    assert outline.standfirst == "<p>One.</p>\n<p>Two.</p>"
    assert outline.lead == '<p class="headline">Three.</p><p>Four.</p>'


def test_ids_are_never_given_twice():
    outline = outlined('<h2>By body</h2>a<h2>By body</h2>b<h2>Main</h2><p id="by-body-2">c</p>')
    assert [part.id for part in outline.sections] == ["by-body", "by-body-3", "main-2"]


def test_headings_inside_a_box_belong_to_the_box():
    outline = outlined("<div><h2>Inside</h2></div><h2>Outside</h2><figure><h2>Inside</h2></figure>")
    assert [part.title for part in outline.sections] == ["Outside"]
    assert outline.lead == "<div><h2>Inside</h2></div>"


def test_a_second_title_stays_for_the_check_to_find():
    outline = outlined("<h1>One</h1><h1>Two</h1><h2>a</h2>")
    assert outline.title == "One"
    assert outline.lead == "<h1>Two</h1>"


def test_no_heading_at_all():
    outline = outlined("<p>Only words & more</p>")
    assert (outline.title, outline.sections, outline.lead) == ("", (), "<p>Only words & more</p>")


def test_plain_text():
    assert plain_text("All <em>money</em>\n&amp; more") == "All money & more"


EMPTY = '<h2>Clients</h2><p>What one costs.</p><p class="absent">No publication says.</p>'


def test_a_section_that_shows_nothing_stands_with_what_is_not_known():
    outline = outlined(f"{EMPTY}<h2>What is not known</h2><p>a</p><h2>Method</h2><p>b</p>")
    assert [(part.title, part.html) for part in outline.sections] == [
        ("What is not known", "<p>a</p>\n<ul><li>Clients: No publication says.</li></ul>"),
        ("Method", "<p>b</p>"),
    ]


def test_where_nothing_else_is_unknown_that_section_is_made():
    outline = outlined(f"<h2>Money</h2><figure>f</figure>{EMPTY}{EMPTY.replace('Clients', 'Homes')}")
    assert [part.title for part in outline.sections] == ["Money", "What is not known"]
    assert outline.sections[1].html.count("<li>") == 2


def test_a_section_with_anything_to_show_stays_as_it_is():
    html = f"{EMPTY}<figure>a chart</figure>"
    assert [part.title for part in outlined(html).sections] == ["Clients"]
    assert [part.title for part in outlined("<h2>Words</h2><p>Only words.</p>").sections] == ["Words"]

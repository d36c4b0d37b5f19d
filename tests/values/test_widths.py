from jiannuo.core.values.widths import width_of


def test_chinese_signs_take_two_columns_and_combining_or_invisible_ones_none() -> None:
    assert width_of("兑现率 97.3%") == 12
    assert width_of("e\u0301") == 1
    assert width_of("（）") == 4
    assert width_of("a\u200b") == 1
    assert width_of("") == 0

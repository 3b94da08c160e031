read_csv('/in/$file', auto_detect = false, header = false, columns = {$columns}, delim = $delimiter, quote = $quote,
         escape = $quote, nullstr = [$nulls], strict_mode = true, max_line_size = $longest, parallel = false)

update staged set fault = 6 where n in (select n from repeated);
